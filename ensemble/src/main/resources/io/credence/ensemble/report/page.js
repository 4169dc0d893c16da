(() => {
  'use strict';
  const charts = JSON.parse(document.getElementById('charts').textContent);
  const drawn = [];

  const looks = colour => ({
    after: {borderColor: colour('--accent'), backgroundColor: colour('--accent'), borderWidth: 2.5},
    before: {borderColor: colour('--before'), backgroundColor: colour('--before'), borderWidth: 2, borderDash: [6, 4]},
    ideal: {borderColor: colour('--quiet'), backgroundColor: colour('--quiet'), borderWidth: 1.25, borderDash: [2, 4], pointRadius: 0},
    aleatoric: {borderColor: colour('--aleatoric'), backgroundColor: colour('--aleatoric'), borderWidth: 2},
    epistemic: {borderColor: colour('--epistemic'), backgroundColor: colour('--epistemic'), borderWidth: 2},
    training: {borderColor: colour('--before'), backgroundColor: colour('--before'), borderWidth: 1, pointRadius: 0},
    validation: {borderColor: colour('--accent'), backgroundColor: colour('--accent'), borderWidth: 1.5, pointRadius: 0},
  });

  const text = (axis, value) => axis.percent
    ? (100 * value).toFixed(1).replace(/\.0$/, '') + ' %'
    : String(Number(Number(value).toPrecision(4)));

  // Bars are centred on their bins, so the axis extends half a bin beyond them on both sides.
  const ends = chart => {
    const x = chart.series[chart.series.length - 1].x;
    const half = x.length > 1 ? (x[1] - x[0]) / 2 : 0.5;
    const tidy = value => Math.abs(value) < half / 1e6 ? 0 : value;
    return chart.kind === 'bars' ? {min: tidy(x[0] - half), max: x[x.length - 1] + half} : chart.x;
  };

  const scale = (axis, {min, max}, colour) => ({
    type: 'linear',
    offset: false,
    min: min ?? undefined,
    max: max ?? undefined,
    title: {display: true, text: axis.title, color: colour('--quiet')},
    grid: {color: colour('--line'), drawTicks: false},
    border: {display: false},
    ticks: {color: colour('--quiet'), padding: 8, maxTicksLimit: 6, maxRotation: 0, includeBounds: false, callback: value => text(axis, value)},
  });

  const dataset = (chart, series, look) => {
    const bars = chart.kind === 'bars' && series.role !== 'ideal';
    const few = series.x.length <= 24;
    return {
      type: bars ? 'bar' : 'line',
      label: series.name,
      data: series.x.map((x, i) => ({x, y: series.y[i]})),
      order: bars ? 2 : 1,
      pointRadius: few ? 3 : 0,
      pointHoverRadius: 4,
      tension: 0,
      spanGaps: true,
      barPercentage: 1,
      categoryPercentage: 0.92,
      ...look[series.role],
      ...(bars ? {borderWidth: 0} : {}),
    };
  };

  const legendOf = chart => {
    // The lines of all members share one legend entry.
    const seen = new Set();
    return chart.series.map(series => {
      const shared = ['training', 'validation'].includes(series.role);
      const first = !seen.has(series.role) || !shared;
      seen.add(series.role);
      return {show: first, text: shared ? series.name.replace(/, member \d+$/, '') : series.name};
    });
  };

  const draw = () => {
    const style = getComputedStyle(document.documentElement);
    const colour = name => style.getPropertyValue(name).trim();
    const look = looks(colour);
    drawn.splice(0).forEach(old => old.destroy());
    for (const chart of charts) {
      const legend = legendOf(chart);
      drawn.push(new Chart(document.getElementById(chart.id), {
        data: {datasets: chart.series.map(series => dataset(chart, series, look))},
        options: {
          animation: false,
          responsive: true,
          maintainAspectRatio: false,
          interaction: {mode: 'nearest', axis: 'x', intersect: false},
          scales: {x: scale(chart.x, ends(chart), colour), y: scale(chart.y, chart.y, colour)},
          plugins: {
            legend: {
              display: legend.filter(entry => entry.show).length > 1,
              position: 'bottom',
              onClick: null,
              labels: {
                color: colour('--ink'),
                boxWidth: 22,
                boxHeight: 1,
                filter: item => legend[item.datasetIndex].show,
                generateLabels: own => Chart.defaults.plugins.legend.labels.generateLabels(own)
                  .map(item => ({...item, text: legend[item.datasetIndex].text})),
              },
            },
            tooltip: {
              filter: item => item.dataset.borderDash?.[0] !== 2 || chart.series.length === 1,
              callbacks: {
                title: items => items.length ? chart.x.title + ': ' + text(chart.x, items[0].parsed.x) : '',
                label: item => item.dataset.label + ': ' + text(chart.y, item.parsed.y),
              },
            },
          },
        },
      }));
    }
  };

  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  draw();
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
})();
