// SPDX-License-Identifier: Apache-2.0

extension GroupResult {
  /// How well it goes, in pictures: impressions first, then each measure on a scale of its own.
  ///
  /// Interactions that nobody observed are counted in the reading and not drawn.
  package var charts: [any Chart] {
    let measures = ResultMeasure.groups(of: interactions) { $0 }
    return [impressionsChart].compactMap(\.self)
      + measures.compactMap { GroupResult.chart($0.measure, $0.results) }
  }

  private var impressionsChart: RowChart? {
    let seen = interactions.filter { $0.impressions.n > 0 }
    guard !seen.isEmpty else { return nil }
    let rates = seen.map { result in
      let (misery, n) = (result.impressions.misery, result.impressions.n)
      let interval = Interval.share(misery, of: n)?.range
      return Estimate(
        result.entry.name,
        value: result.impressions.miseryRate,
        interval: interval,
        n: n,
        isTooFew: n < result.minimum
      )
    }
    let firm = rates.filter { !$0.isTooFew }
    let worst = firm.max { ($0.value ?? 0) < ($1.value ?? 0) }
    let told = worst.map { worst in
      "Most misery: \(Sentences.quoted(worst.label)), "
        + Sentences.figure(worst, as: .percent(decimals: 0)) + "."
    }
    return .verdicts(
      title: "Misery, neutral, magic",
      reading: (told ?? "No figure rests on enough moments to go by.")
        + Sentences.provisional(seen.reduce(0) { $0 + $1.provisional }),
      seen.map { result in
        let impressions = result.impressions
        return VerdictCounts(
          result.entry.name,
          misery: impressions.misery,
          neutral: impressions.neutral,
          magic: impressions.magic
        )
      }
    )
  }

  private static func chart(
    _ measure: ResultMeasure,
    _ results: [InteractionResult]
  ) -> RowChart? {
    let seen = results.filter { $0.n > 0 }
    guard !seen.isEmpty else { return nil }
    let estimates = seen.map { Estimate($0) }
    let unseen = results.count - seen.count
    let left = unseen == 0 ? "" : " \(Sentences.count(unseen, "interaction")) had no answer."
    return .estimates(
      title: measure.title,
      reading: Sentences.ends(of: estimates, as: measure.quantity) + left
        + Sentences.provisional(seen.reduce(0) { $0 + $1.provisional }),
      axis: measure.axis,
      quantity: measure.quantity,
      range: measure.range,
      estimates
    )
  }
}

extension Ranking {
  /// The groups as bars, the worst first.
  ///
  /// - Parameter subject: What the groups are, such as `location`.
  /// - Returns: The chart; nil where nothing is ranked.
  package func chart(of subject: String) -> RowChart? {
    guard let first = places.first?.result, let measure = ResultMeasure(first) else { return nil }
    let estimates = places.map { Estimate($0.result, label: $0.key.text) }
    let left = leftOut == 0 ? "" : " Left out for too few answers: \(Quantity.count(leftOut))."
    return .estimates(
      title: "\(first.entry.name) by \(subject), the worst first",
      reading: Sentences.ends(of: estimates, as: measure.quantity) + left
        + Sentences.provisional(places.reduce(0) { $0 + $1.result.provisional }),
      axis: measure.axis,
      subject: subject,
      quantity: measure.quantity,
      range: measure.range,
      estimates
    )
  }
}

extension TrendChart {
  /// One interaction over waves or months, a line for each group; nil where nothing was observed.
  ///
  /// - Parameters:
  ///   - code: The interaction.
  ///   - results: Results grouped by wave or month, or by something else and then by these.
  package init?(of code: Label, over results: [GroupResult]) {
    let known = results.compactMap { group in
      group[code].flatMap { $0.n > 0 ? (key: group.key, result: $0) : nil }
    }
    guard let first = known.first?.result, let measure = ResultMeasure(first) else { return nil }
    let lines = Dictionary(grouping: known) { GroupKey($0.key.parts.dropLast()) }
    let series = lines.sorted { $0.key < $1.key }.map { key, points in
      Series(
        key.parts.isEmpty ? first.entry.name : key.text,
        values: points.map { point in
          Estimate(point.result, label: point.key.parts.last?.map(\.text) ?? "no time")
        }
      )
    }
    let changes = series.compactMap { TrendChart.change(of: $0, as: measure.quantity) }
    self.init(
      title: "\(first.entry.name) over time",
      reading: (changes.isEmpty
        ? "There is no other time to compare with." : changes.joined(separator: " "))
        + Sentences.provisional(known.reduce(0) { $0 + $1.result.provisional }),
      axis: measure.axis,
      quantity: measure.quantity,
      series: series
    )
  }

  private static func change(of series: Series, as quantity: Quantity) -> String? {
    guard series.values.count > 1, let first = series.values.first, let last = series.values.last
    else { return nil }
    let ends = [first, last].map { "\(Sentences.figure($0, as: quantity)) in \($0.label)" }
    return "\(series.label): from \(ends[0]) to \(ends[1])."
  }
}
