/** What the server says of a report. Spans are UTF-16 offsets into `text`, half-open. */
import { ask } from "../core/api";

export type Status =
  | "asserted"
  | "planned"
  | "capability"
  | "possible"
  | "negated"
  | "no_evidence"
  | "unknown";
export type Observability = "can_show" | "partly" | "cannot_show";
export type Part = "text" | "translation";

export interface TimeReading {
  edtf: string;
  words: string;
  weight: number;
  why: string;
}

export interface ClaimTime {
  edtf: string;
  words: string;
  begin: string | null;
  end: string | null;
  alternatives: TimeReading[];
}

export interface Candidate {
  name: string;
  lon: number;
  lat: number;
  r95_m: number;
  p: number;
  id: string | null;
}

export interface PlaceFound {
  start: number;
  end: number;
  text: string;
  role: "location" | "origin" | "destination" | "actor" | "context";
  candidates: Candidate[];
  reserve: number;
  why: string[];
}

export interface TimeFound {
  start: number;
  end: number;
  text: string;
  edtf: string;
  why: string[];
}

export interface ObjectFound {
  start: number;
  end: number;
  name: string;
  class: string | null;
  count_min: number | null;
  count_max: number | null;
}

export interface Decision {
  verdict: "accept" | "reject";
  reason: string | null;
  observation: string | null;
  author: string;
}

export interface Suggestion {
  id: string;
  start: number;
  end: number;
  event_class: string;
  status: Status;
  observability: Observability;
  time: ClaimTime | null;
  place: number | null;
  objects: ObjectFound[];
  chain: string[];
  cues: [start: number, end: number][];
  inherited: string[];
  why: string[];
  made_by: string;
  decision: Decision | null;
}

export interface Claimed {
  uid: string;
  id: string;
  title: string;
  suggestion: string | null;
  made_by: string | null;
  when: string | null;
  placed: boolean;
  links: number;
  best: string[];
}

export interface ClaimedHere extends Claimed {
  spans: { kind: string; part: Part; span: [number, number] }[];
}

export interface ReportFacts {
  uid: string;
  id: string;
  title: string;
  published: string | null;
  publisher: string | null;
  language: string | null;
  translator: string | null;
}

export interface ReportDocument {
  report: ReportFacts;
  text: string;
  translation: string | null;
  times: TimeFound[];
  places: PlaceFound[];
  suggestions: Suggestion[];
  warnings: string[];
  sources: [start: number, end: number][];
  observations: ClaimedHere[];
}

export interface Edits {
  title?: string;
  time?: string;
  candidate?: number;
  where?: string;
  radius_m?: number | null;
  note?: string;
}

export interface Verdict {
  verdict: "accept" | "reject";
  reason: string | null;
  observation: Claimed | null;
}

function json(method: string, body: unknown): RequestInit {
  return { method, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
}

export class Reports {
  constructor(
    private readonly base: string,
    private readonly uid: string,
  ) {}

  private get url(): string {
    return `${this.base}/api/reports/${encodeURIComponent(this.uid)}`;
  }

  read(): Promise<ReportDocument> {
    return ask<ReportDocument>(this.url);
  }

  accept(suggestion: string, edits: Edits): Promise<Verdict> {
    return this.decide(suggestion, { verdict: "accept", edits });
  }

  reject(suggestion: string, reason: string): Promise<Verdict> {
    return this.decide(suggestion, { verdict: "reject", reason });
  }

  claim(part: Part, start: number, end: number, fields: Record<string, string>): Promise<{ observation: Claimed }> {
    return ask(`${this.url}/claims`, json("POST", { part, start, end, fields }));
  }

  private decide(suggestion: string, body: unknown): Promise<Verdict> {
    return ask<Verdict>(`${this.url}/decisions/${encodeURIComponent(suggestion)}`, json("PUT", body));
  }
}
