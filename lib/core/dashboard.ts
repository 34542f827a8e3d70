/** A Grafana dashboard as data: what to show, without how it is drawn. */
export interface Dashboard {
  /** Unique in the environment; also names its file. */
  readonly name: string;
  readonly title: string;
  readonly panels: readonly Panel[];
}

export interface Panel {
  readonly title: string;
  /** As Grafana calls it: `short`, `s`, `bytes`, `ops`, `percentunit`. https://grafana.com/docs/grafana/latest/panels-visualizations/configure-standard-options/#unit */
  readonly unit: string;
  /** PromQL, and what each of its series is called: `{{pod}}`. */
  readonly queries: readonly { readonly expr: string; readonly legend: string }[];
}

const COLUMNS = 2;
const WIDTH = 24 / COLUMNS;
const HEIGHT = 8;

/** The dashboard as Grafana imports it (schema 39: Grafana 10.4 and later); the data source is a variable. */
export const grafanaDashboard = ({ name, title, panels }: Dashboard): object => ({
  uid: name,
  title,
  schemaVersion: 39,
  tags: ['evenkeel'],
  editable: false,
  refresh: '30s',
  time: { from: 'now-1h', to: 'now' },
  templating: { list: [{ name: 'datasource', label: 'Data source', type: 'datasource', query: 'prometheus' }] },
  panels: panels.map((panel, index) => ({
    id: index + 1,
    type: 'timeseries',
    title: panel.title,
    datasource: { type: 'prometheus', uid: '$datasource' },
    gridPos: { x: (index % COLUMNS) * WIDTH, y: Math.floor(index / COLUMNS) * HEIGHT, w: WIDTH, h: HEIGHT },
    fieldConfig: { defaults: { unit: panel.unit, min: 0 }, overrides: [] },
    targets: panel.queries.map(({ expr, legend }, query) => ({
      refId: String.fromCharCode('A'.charCodeAt(0) + query),
      expr,
      legendFormat: legend,
    })),
  })),
});
