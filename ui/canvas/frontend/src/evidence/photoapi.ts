/** Reference photos and the sun of an image, as the server says them. */
import { ask } from "../core/api";

export interface PhotoMatch {
  number: number;
  photo: [column: number, row: number];
  fits: boolean;
  pixels: [column: number, row: number] | null;
  place: [lon: number, lat: number] | null;
  note: string | null;
}

export interface Photo {
  uid: string;
  version: number;
  caption: string;
  author: string;
  source: string | null;
  taken: string | null;
  licence: string | null;
  picture: string;
  matches: PhotoMatch[];
}

export interface SunCheck {
  annotation: string | null;
  fits: boolean | null;
  flag: string | null;
  sentence: string;
  azimuth: number | null;
  elevation: number | null;
  height_m: number | null;
}

export interface SunFacts {
  azimuth: number | null;
  elevation: number | null;
  stated: SunCheck;
  shadows: SunCheck[];
  lines: { annotation: string; name: string }[];
  flag: string | null;
}

export class PhotoApi {
  constructor(private readonly base: string) {}

  url(photo: Photo): string {
    return this.base + photo.picture;
  }

  async photos(observation: string, scene: string): Promise<Photo[]> {
    const found = await ask<{ photos: Photo[] }>(`${this.base}/api/photos?${new URLSearchParams({ observation, scene })}`);
    return found.photos;
  }

  pin(file: File, about: Record<string, string>): Promise<Photo> {
    const given = Object.fromEntries(Object.entries(about).filter(([, value]) => value));
    return ask(`${this.base}/api/photos?${new URLSearchParams(given)}`, { method: "POST", headers: { "Content-Type": file.type }, body: file });
  }

  match(photo: Photo, made: Omit<PhotoMatch, "number">): Promise<Photo> {
    const body = JSON.stringify({ ...made, base: photo.version });
    return ask(`${this.base}/api/photos/${photo.uid}/matches`, { method: "PUT", headers: { "Content-Type": "application/json" }, body });
  }

  unmatch(photo: Photo, number: number): Promise<Photo> {
    return ask(`${this.base}/api/photos/${photo.uid}/matches/${number}?base=${photo.version}`, { method: "DELETE" });
  }

  withdraw(photo: Photo): Promise<unknown> {
    return ask(`${this.base}/api/photos/${photo.uid}`, { method: "DELETE" });
  }

  sun(scene: string, shadow = "", height = ""): Promise<SunFacts> {
    const given = Object.fromEntries(Object.entries({ shadow, height }).filter(([, value]) => value));
    return ask(`${this.base}/api/scenes/${encodeURIComponent(scene)}/sun?${new URLSearchParams(given)}`);
  }
}
