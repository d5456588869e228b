// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// What was observed of one interaction in one group of visits.
package struct InteractionResult: Sendable {
  /// The interaction.
  package let entry: BankEntry

  /// The values that the figures are of; yes is 1, no is 0.
  package let values: Distribution

  /// The scale that these values were asked on.
  package let scale: AnswerScale?

  /// The impressions: as stated, else what a rating stands for.
  package let impressions: Impressions

  /// How many of the impressions somebody stated.
  package let stated: Int

  /// How often each choice was made.
  package let choices: [Label: Int]

  /// Answers in words, choices among them.
  package let words: Int

  /// Answers outside the scale: in no figure.
  package let outOfRange: Int

  /// Values asked on another scale than ``scale``: in no figure.
  package let otherScale: Int

  /// What could not be read: in no figure.
  package let unreadable: Int

  /// Observations that say nothing, not even why: in no figure.
  package let unsaid: Int

  /// Answers or impressions that stand until a person decides: they are in the figures.
  package let provisional: Int

  /// Below how many answers figures are too few to go by.
  package let minimum: Int

  private let absent: [AbsentReason: Int]

  init(_ tally: InteractionTally, of entry: BankEntry, minimum: Int) {
    self.entry = entry
    (scale, values) = tally.values(of: entry)
    impressions = tally.impressions
    stated = tally.stated
    choices = tally.choices
    words = tally.words
    outOfRange = tally.outOfRange
    otherScale = tally.scaled.reduce(-values.n) { $0 + $1.values.n }
    unreadable = tally.unreadable
    unsaid = tally.unsaid
    provisional = tally.provisional
    absent = tally.absent
    self.minimum = minimum
  }

  /// How many answers the figures are of.
  package var n: Int { entry.kind.isNumeric ? values.n : words }

  /// Whether the answers are too few to go by.
  package var isTooFew: Bool { n < minimum }

  /// How many observations say why there is no answer.
  package func absent(_ reason: AbsentReason) -> Int { absent[reason] ?? 0 }

  /// How many said yes.
  package var yes: Int { values.count { $0 == 1 } }

  /// The share of yes; nil where nobody answered.
  package var shareYes: Double? { entry.kind == .yesno ? values.mean : nil }

  /// Where the mean, or the share of yes, of all customers may lie; nil where too little is known.
  package var interval: Interval? {
    switch entry.kind {
    case .yesno: .share(yes, of: n)
    case .rating, .minutes, .count, .share, .amount: .mean(of: values)
    case .text, .choice, .choices, .date, .time: nil
    }
  }

  /// The share of 9 and 10 less that of 6 and below, −1…1; nil on a scale that does not end in 10
  /// and begin with 0 or 1.
  ///
  /// Source: F. F. Reichheld, "The One Number You Need to Grow", Harvard Business Review 81 (2003).
  package var promoters: Double? {
    guard entry.kind == .rating, n > 0, scale?.high == 10, scale?.low == 0 || scale?.low == 1 else {
      return nil
    }
    return Double(values.count { $0 >= 9 } - values.count { $0 <= 6 }) / Double(n)
  }

  /// How good the figure is on its scale: 0 at the bad end, 1 at the good one; nil without a scale.
  package var goodness: Double? {
    guard let mean = values.mean else { return nil }
    let scale = scale ?? (entry.kind == .yesno || entry.kind == .share ? AnswerScale(0, 1) : nil)
    guard let position = scale?.position(of: mean) else { return nil }
    return entry.better == .higher ? position : 1 - position
  }

  /// The result as named values, with those that suit the kind.
  package var report: ReportValue {
    let head: ReportValue = [
      "code": .code(entry.code), "name": .text(entry.name), "kind": .text(entry.kind.rawValue),
      "form": .word(entry.form?.rawValue), "stage": .code(entry.stage), "n": .whole(n),
      "too_few": .boolean(isTooFew),
    ]
    let isJudged = entry.kind == .rating || impressions.n > 0
    return head + figures + (isJudged ? impressions.report : [:]) + apart
  }

  private var figures: ReportValue {
    switch entry.kind {
    case .yesno:
      return [
        "yes": .whole(yes), "share_yes": .figure(shareYes), "interval": .interval(interval),
      ]
    case .rating, .minutes, .count, .share, .amount:
      let nps: ReportValue = promoters.map { ["nps": .number($0)] } ?? [:]
      let counts = entry.kind == .rating ? ReportValue.counts(of: values) + nps : [:]
      return [
        "mean": .figure(values.mean), "median": .figure(values.median),
        "sd": .figure(values.deviation), "min": .figure(values.minimum),
        "max": .figure(values.maximum), "sum": .number(values.sum),
        "p90": .figure(values.quantile(0.9)), "interval": .interval(interval),
      ] + counts
    case .choice, .choices:
      let ordered = choices.sorted { $0.key < $1.key }
      let counts = ordered.map {
        ReportValue.Member(name: $0.key.text, value: .whole($0.value))
      }
      return ["counts": .members(counts)]
    case .text, .date, .time:
      return [:]
    }
  }

  private var apart: ReportValue {
    [
      "out_of_range": .whole(outOfRange), "not_applicable": .whole(absent(.notApplicable)),
      "refused": .whole(absent(.refused)), "not_asked": .whole(absent(.notAsked)),
      "left_blank": .whole(absent(.leftBlank)), "unreadable": .whole(unreadable),
      "unsaid": .whole(unsaid), "other_scale": .whole(otherScale),
      "provisional": .whole(provisional),
    ]
  }
}

extension ReportValue {
  /// How often each value came: `{"counts":{"1":10,"2":22}}`.
  static func counts(of values: Distribution) -> ReportValue {
    let members = values.counts.map {
      Member(name: Answer.number($0.value).display, value: .whole($0.count))
    }
    return ["counts": .members(members)]
  }
}
