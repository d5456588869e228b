// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// One moment of a visit, as slow motion shows it.
package struct VisitMoment: Hashable, Sendable {
  /// What the customer was in.
  package enum Kind: String, CaseIterable, Sendable {
    /// Somebody or something attended to the customer.
    case contact
    /// Nobody did.
    case wait
    /// Nobody recorded what happened.
    case gap
  }

  /// What happened.
  package let label: String
  /// When it began, in seconds since the visit did.
  package let start: Double
  /// How long it took; nil where nobody timed it.
  package let seconds: Double?
  /// Contact or wait.
  package let kind: Kind
  /// The impression it left.
  package let verdict: Verdict?
  /// Whom the customer was handed over to when it ended.
  package let movedTo: String?
  /// What was observed, as its value in writing.
  package let answer: String?
  /// What the shopper noted.
  package let note: String?

  /// One moment of a visit, as slow motion shows it.
  package init(
    _ label: String,
    start: Double,
    seconds: Double?,
    kind: Kind,
    verdict: Verdict? = nil,
    movedTo: String? = nil,
    answer: String? = nil,
    note: String? = nil
  ) {
    self.label = label
    self.start = start
    self.seconds = seconds
    self.kind = kind
    self.verdict = verdict
    self.movedTo = movedTo
    self.answer = answer
    self.note = note
  }

  /// When it ended.
  package var end: Double { start + max(seconds ?? 0, 0) }
}

extension RowChart {
  /// A visit second by second: the whole of it as one strip, then each moment at its time.
  package static func visit(title: String, reading: String, _ moments: [VisitMoment]) -> RowChart {
    let sorted = moments.enumerated()
      .sorted { ($0.element.start, $0.offset) < ($1.element.start, $1.offset) }
      .map(\.element)
    let last = sorted.map(\.end).max() ?? 0
    let scale = Scale(covering: sorted.map(\.start) + [0, max(last, 1)], quantity: .seconds)
    let strip = sorted.filter { $0.end > $0.start }.map(bar)
    let whole = Row("the whole visit", marks: strip, cells: [Quantity.seconds.text(last)])
    return RowChart(
      title: title,
      reading: reading,
      axis: "time since the visit began",
      quantity: .seconds,
      scale: scale,
      subject: "moment",
      columns: ["took", "verdict", "answer"],
      rows: sorted.isEmpty ? [] : [whole] + sorted.map(row),
      keys: [
        Key(.fill(.solid), "contact"), Key(.fill(.dotted), "wait"),
        Key(.fill(.outlined), "nothing recorded"),
        Key(.symbol(.up), "magic"), Key(.symbol(.circle), "neutral"), Key(.symbol(.down), "misery"),
        Key(.handOver, "handed over"),
      ]
    )
  }

  private static func bar(_ moment: VisitMoment) -> Mark {
    switch moment.kind {
    case .contact: .bar(moment.start, moment.end, .solid)
    case .wait: .bar(moment.start, moment.end, .dotted)
    case .gap: .bar(moment.start, moment.end, .outlined)
    }
  }

  private static func row(_ moment: VisitMoment) -> Row {
    var marks: [Mark] = moment.end > moment.start ? [bar(moment)] : []
    if moment.movedTo != nil { marks.append(.handOver(moment.end)) }
    if moment.end == moment.start { marks.append(.target(moment.start)) }
    let handOver = moment.movedTo.map { "handed over to \($0)" }
    let answer = moment.answer ?? ""
    // A long answer is told below the row, where there is room for it.
    let shown = TextWidth.cut(answer.plain, toColumns: 12)
    let whole = shown.utf8.elementsEqual(answer.plain.utf8) ? nil : moment.answer
    let notes = [handOver, whole, moment.note].compactMap(\.self).joined(separator: " · ")
    return Row(
      moment.label,
      badge: moment.verdict.map { $0.degree < 0 ? .down : $0.degree > 0 ? .up : .circle },
      marks: marks,
      cells: [
        moment.seconds.map { Quantity.seconds.text($0) } ?? "–",
        moment.verdict.map(\.description) ?? "–", shown,
      ],
      note: notes.isEmpty ? nil : notes
    )
  }
}
