// SPDX-License-Identifier: Apache-2.0

/// A measure over waves, each value with its interval and n.
package struct TrendChart: Chart {
  /// One line: a brand, a unit, a segment.
  package struct Series: Hashable, Sendable {
    /// Whose values these are.
    package let label: String
    /// The value of each wave; its label is the wave's name.
    package let values: [Estimate]

    /// One line: a brand, a unit, a segment.
    package init(_ label: String, values: [Estimate]) {
      self.label = label
      self.values = values
    }
  }

  /// What is shown, in a few words.
  package let title: String
  /// What it says, in a sentence.
  package let reading: String
  /// What is measured.
  package let axis: String
  /// How values are written.
  package let quantity: Quantity
  /// The lines: five can be told apart at a glance.
  package let series: [Series]
  /// A rating's scale; nil to cover the values.
  package let range: ClosedRange<Double>?
  /// The waves in order, each once.
  package let waves: [String]

  /// A measure over waves; the waves are those of the series, in the order first met.
  package init(
    title: String,
    reading: String,
    axis: String,
    quantity: Quantity,
    range: ClosedRange<Double>? = nil,
    series: [Series]
  ) {
    self.title = title
    self.reading = reading
    self.axis = axis
    self.quantity = quantity
    self.range = range
    self.series = series
    var waves: [String] = []
    for value in series.flatMap(\.values)
    where !waves.contains(where: { $0.utf8.elementsEqual(value.label.utf8) }) {
      waves.append(value.label)
    }
    self.waves = waves
  }

  /// The scale of all values.
  var scale: Scale {
    if let range { return Scale(range, quantity: quantity) }
    return Scale(covering: series.flatMap(\.values).flatMap(\.extent), quantity: quantity)
  }

  /// The form of a series' points.
  func symbol(_ index: Int) -> Symbol { Symbol.allCases[index % Symbol.allCases.count] }

  /// The same figures as rows, a group for each series: the form for terminals and readers.
  var rowChart: RowChart {
    let rows = series.enumerated().flatMap { index, series in
      series.values.enumerated().map { place, value in
        var marks: [RowChart.Mark] = value.interval.map { [.interval($0)] } ?? []
        if let mean = value.value { marks.append(.point(mean, symbol(index))) }
        let interval = value.isTooFew ? "too few" : value.interval.map { quantity.text($0) } ?? "–"
        let cells = [
          value.value.map { quantity.text($0) } ?? "–", Quantity.count(value.n), interval,
        ]
        let isFirst = place == 0 && self.series.count > 1
        let group = isFirst ? series.label : nil
        return RowChart.Row(value.label, marks: marks, cells: cells, group: group)
      }
    }
    return RowChart(
      title: title,
      reading: reading,
      axis: axis,
      quantity: quantity,
      scale: scale,
      subject: "wave",
      columns: ["value", "n", "interval"],
      rows: rows
    )
  }

  /// The same figures as a table.
  package var table: Table { rowChart.table }

  /// The chart as lines of terminal text: a row for each wave.
  package func lines(width: Int, glyphs: Glyphs) -> [String] {
    rowChart.lines(width: width, glyphs: glyphs)
  }
}
