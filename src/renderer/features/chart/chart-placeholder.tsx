import './chart.css';

/** Holds the place of the chart until its code is loaded. */
export function ChartPlaceholder() {
  return (
    <section className="chart" aria-label="Chart" aria-busy="true">
      <header className="chart-toolbar">
        <h2 className="chart-title">Chart</h2>
      </header>
      <div className="chart-body" />
    </section>
  );
}
