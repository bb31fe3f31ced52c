declare module "virtual:basemap" {
  /** [name, polygons, each a list of delta-coded rings (shell first)] of every country. */
  const rows: [name: string, polygons: number[][][]][];
  export default rows;
}
