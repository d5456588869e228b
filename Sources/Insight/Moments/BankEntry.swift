// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// The ends of a scale.
package struct AnswerScale: Hashable, Sendable {
  /// The lowest answer.
  package let low: Double

  /// The highest answer, above the lowest.
  package let high: Double

  /// A scale; nil where the high end is not above the low one.
  package init?(_ low: Double, _ high: Double) {
    guard low < high else { return nil }
    self.low = low
    self.high = high
  }

  /// How far up a value is: 0 at the low end, 1 at the high one.
  package func position(of value: Double) -> Double {
    (value - low) / (high - low)
  }

  /// Whether a value lies on it.
  package func contains(_ value: Double) -> Bool {
    (low...high).contains(value)
  }

  /// The impression that a rating in whole steps stands for, where nobody stated one.
  ///
  /// The lowest two fifths of the steps, and the last step in any case, are misery; the highest
  /// fifth is magic: 1–4 and 9–10 of ten, 1–2 and 5 of five, 1 and 3 of three.
  package func verdict(on value: Double, better: Better) -> Verdict? {
    let steps = high - low + 1
    let rank = better == .higher ? value - low + 1 : high - value + 1
    // Fivefold, so that no fraction is rounded.
    return Verdict(degree: 5 * rank <= max(2 * steps, 5) ? -2 : 5 * rank > 4 * steps ? 2 : 0)
  }
}

/// How far the company stands by an interaction.
package enum BankStatus: String, CaseIterable, Sendable {
  /// In use.
  case active
  /// Somebody asks whether it deserves to exist.
  case challenged
  /// No longer in use; what was observed of it is still measured.
  case retired
}

/// An entry of the interaction bank, ready to be measured with.
package struct BankEntry: Sendable {
  /// The short name that people type.
  package var code: Label

  /// The name that people read.
  package var name: String

  /// How customer and company meet.
  package var form: InteractionForm?

  /// The finer form within it, such as `letter` of written.
  package var subform: Label?

  /// The place in the customer's journey.
  package var stage: Label?

  /// The journey or process that it belongs to.
  package var process: Label?

  /// Its place in the order of asking.
  package var order = Int.max

  /// What kind of answer it asks for.
  package var kind: AnswerKind

  /// The ends of its scale, where it has two.
  package var scale: AnswerScale?

  /// The scale that a wave was asked on, where it was another.
  package var scaleByWave: [Label: AnswerScale] = [:]

  /// Which end of the scale is good.
  package var better = Better.higher

  /// Who answers for it in the company.
  package var owner: String?

  /// What the company promises.
  package var standard: String?

  /// How important customers say it is.
  package var importance: Double?

  /// How often it happens, a year.
  package var frequencyPerYear: Double?

  /// What one costs the company, in ``currency``.
  package var unitCost: Double?

  /// The currency of the cost (ISO 4217).
  package var currency: Label?

  /// Whether failing here fails the visit.
  package var isCritical = false

  /// Whether customers are in a vulnerable state in it, such as after an accident.
  package var isVulnerable = false

  /// How far the company stands by it.
  package var status = BankStatus.active

  /// Whether the customer waits in it.
  package var isWaiting = false

  /// What part of a customer's commitment its answer is; nil for none.
  package var commitment: CommitmentPart?

  /// An entry of which nothing is known but its name and kind.
  package init(_ code: Label, name: String? = nil, kind: AnswerKind) {
    self.code = code
    self.name = name ?? code.text
    self.kind = kind
  }

  /// How its answers are read.
  package var rule: AnswerRule { AnswerRule(self) }
}

extension BankEntry {
  /// How good an answer is: 0 at the bad end of its scale, 1 at the good one; nil where it is no
  /// figure, or has no scale.
  func goodness(of moment: Moment, in wave: Label?) -> Double? {
    moment.answer.figure.flatMap { figure in
      spread(in: wave)?.position(of: figure)
    }.map { better == .higher ? $0 : 1 - $0 }
  }

  /// The scale that a wave was asked on, or that which lies in the nature of the kind.
  private func spread(in wave: Label?) -> AnswerScale? {
    rule.scale(in: wave) ?? (kind == .yesno || kind == .share ? AnswerScale(0, 1) : nil)
  }
}

/// The interaction bank: its entries in order, found by code.
package struct InteractionBank: Sendable {
  /// The entries in the order of asking, then of their codes' bytes.
  package let entries: [BankEntry]

  /// How the answers to each are read.
  let rules: [AnswerRule]

  private let places: [Label: Int]

  /// A bank of these entries; of two with the same code, the first.
  package init(_ entries: [BankEntry]) {
    let byCode = Dictionary(entries.map { ($0.code, $0) }) { first, _ in first }
    self.entries = byCode.values.sorted { ($0.order, $0.code) < ($1.order, $1.code) }
    rules = self.entries.map(\.rule)
    places = Dictionary(uniqueKeysWithValues: self.entries.enumerated().map { ($1.code, $0) })
  }

  /// The place of a code among the entries; nil where the bank has no such interaction.
  package func place(of code: Label) -> Int? { places[code] }

  /// The places of the interactions of moments; nil for those that the bank does not have.
  func places(of moments: [Moment]) -> [Int?] {
    var next = 0
    return moments.indices.map { index in
      let code = moments[index].interaction
      // Moments mostly stand in the order of the bank: looking at the next is faster than hashing.
      let isNext = next < entries.count && entries[next].code == code
      let place = isNext ? next : places[code]
      next = place.map { $0 + 1 } ?? next
      return place
    }
  }

  /// The entry of a code.
  package subscript(code: Label) -> BankEntry? { places[code].map { entries[$0] } }
}
