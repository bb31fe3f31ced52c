/** What the server says of claims and images, and the one way to tell it a verdict. */
import { ask, type SceneDetail, type TagClass } from "../core/api";

export type Verdict = "consistent" | "inconsistent" | "inconclusive" | "not_observable";
export type ClaimPart = "place" | "date" | "object" | "count" | "damage" | "actor";
export type CellState = "none" | "unreviewed" | "consistent" | "inconsistent" | "inconclusive" | "could_not_show";
export type Level = "good" | "limited" | "unusable";
export type Role = "before" | "during" | "between" | "after";

export interface MatrixRow {
  observation: string;
  id: string;
  title: string;
  report: string | null;
  observability: "can_show" | "partly" | "cannot_show" | null;
  when: string | null;
  /** What there is to say where no image was taken at the claim's time; null where one was. */
  sentence: string | null;
}

export interface MatrixReport {
  uid: string | null;
  id: string | null;
  title: string | null;
  /** Its rows are those from `first` on. */
  first: number;
  rows: number;
}

export interface MatrixColumn {
  scene: string;
  id: string;
  when: string;
  begin_ms: number | null;
  platform: string | null;
  gsd_m: number | null;
  cloud_pct: number | null;
}

/** Columns of equal length, a value for each cell that is not "none"; numbers of the lists of names, -1 for none. */
export interface MatrixCells {
  row: number[];
  column: number[];
  state: number[];
  level: number[];
  role: number[];
  flags: number[];
}

export interface MatrixData {
  rows: MatrixRow[];
  reports: MatrixReport[];
  columns: MatrixColumn[];
  cells: MatrixCells;
  states: CellState[];
  levels: Level[];
  roles: Role[];
  /** Names of the bits of each cell's flags. */
  flags: string[];
  counts: { states: Partial<Record<CellState, number>> };
}

/** Observations that are linked, of how many; null before that is known, or while what links is compiled. */
export interface Linking {
  linking: { done: number; total: number | null; compiling: boolean };
}

export interface Assessed {
  uid: string;
  part: ClaimPart;
  verdict: Verdict;
  author: string;
  made: string;
  alternatives: string[];
  confidence: number | null;
  note: string | null;
  blind: boolean;
  version: number;
  mine: boolean;
  /** Why it needs another look, null if it does not. */
  again: string | null;
}

export interface Term {
  name: string;
  low: number;
  high: number;
  value: number;
  reason: string;
}

export interface PairLink {
  role: Role;
  certainty: "certain" | "possible";
  level: Level;
  limit: string;
  terms: Term[];
  rank_score: number;
}

export interface Pair {
  observation: {
    uid: string;
    id: string;
    version: number;
    title: string;
    claim: string | null;
    when: string | null;
    where: string[];
    what: string[];
    status: string;
    said_by: string[];
    observability: "can_show" | "partly" | "cannot_show" | null;
    why: string;
    point: [lon: number, lat: number] | null;
    radius_m: number | null;
    parts: ClaimPart[];
  };
  scene: { uid: string; id: string; version: number };
  link: PairLink | null;
  /** What must be said beside any verdict: "same day, order unknown". */
  notes: string[];
  /** Why "inconsistent" is refused here unless a reason is given; null where it is not. */
  refused: string | null;
  alternatives: string[];
  assessments: Assessed[];
  looked: boolean;
  annotations: { uid: string; rev: number; class: string | null; author: string }[];
  before: string | null;
  after: string | null;
}

export interface Judgement {
  observation: string;
  scene: string;
  part: ClaimPart;
  verdict: Verdict;
  alternatives: string[];
  confidence: number | null;
  note: string | null;
  annotations: string[];
  despite: string | null;
}

function json(method: string, body: unknown): RequestInit {
  return { method, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
}

export class EvidenceApi {
  constructor(private readonly base: string) {}

  /** The matrix, or how far the links are that it needs: then ask again. */
  matrix(query: Record<string, string>): Promise<MatrixData | Linking> {
    return ask(`${this.base}/api/matrix?${new URLSearchParams({ ...query, wait: "no" })}`);
  }

  stopLinking(): Promise<unknown> {
    return ask(`${this.base}/api/linking`, { method: "DELETE" });
  }

  pair(observation: string, scene: string): Promise<Pair> {
    return ask(`${this.base}/api/evidence/pair?${new URLSearchParams({ observation, scene })}`);
  }

  assess(judgement: Judgement): Promise<{ uid: string }> {
    return ask(`${this.base}/api/evidence/assessments`, json("PUT", judgement));
  }

  withdraw(uid: string): Promise<unknown> {
    return ask(`${this.base}/api/evidence/assessments/${encodeURIComponent(uid)}`, { method: "DELETE" });
  }

  look(observation: string, scene: string, classes: string[], note: string | null): Promise<unknown> {
    return ask(`${this.base}/api/evidence/looks`, json("PUT", { observation, scene, classes, nothing: classes.length === 0, note }));
  }

  next(query: Record<string, string>): Promise<{ observation: string; scene: string; why: string } | { observation: null }> {
    return ask(`${this.base}/api/evidence/next?${new URLSearchParams(query)}`);
  }

  scene(uid: string): Promise<SceneDetail> {
    return ask(`${this.base}/api/scenes/${encodeURIComponent(uid)}`);
  }

  async classes(): Promise<TagClass[]> {
    return (await ask<{ classes: TagClass[] }>(`${this.base}/api/config`)).classes;
  }
}
