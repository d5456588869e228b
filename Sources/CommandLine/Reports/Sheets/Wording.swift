// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Insight

/// How reports put figures into words.
enum Wording {
  static let percent = Quantity.percent(decimals: 0)
  static let finePercent = Quantity.percent(decimals: 1)
  static let fine = Quantity.number(decimals: 2)

  /// A figure; a dash where there is none.
  static func text(_ figure: Double?, _ quantity: Quantity = fine) -> String {
    figure.map { quantity.text($0) } ?? "–"
  }

  /// An interval; a dash where there is none.
  static func text(
    _ interval: Interval?,
    _ quantity: Quantity = fine,
    signed: Bool = false
  ) -> String {
    interval.map { quantity.text($0.range, signed: signed) } ?? "–"
  }

  /// A count of things, such as `1,119 answers`.
  static func count(_ number: Int, _ thing: String) -> String {
    "\(Quantity.count(number)) \(thing)\(number == 1 ? "" : "s")"
  }

  /// Names as people list them, each in quotation marks.
  static func list(_ names: [String]) -> String {
    let quoted = names.map { "“\($0)”" }
    guard let last = quoted.last, quoted.count > 1 else { return quoted.first ?? "" }
    return quoted.dropLast().joined(separator: ", ") + " and " + last
  }

  /// A count of cells that stand until a person decides, as a warning; nil for none.
  static func provisional(_ cells: Int) -> String? {
    guard cells > 0 else { return nil }
    let verb = cells == 1 ? "is" : "are"
    return "\(count(cells, "cell")) \(verb) provisional: people disagree, and nobody has decided. "
      + "The figures take the value that stands for now. See: coordinator conflicts list."
  }
}

extension Interval {
  /// The interval between its ends.
  var range: ClosedRange<Double> { min(low, high)...max(low, high) }
}

extension AnswerKind {
  /// How figures of such answers are written.
  var quantity: Quantity {
    switch self {
    case .yesno, .share: Wording.finePercent
    default: Wording.fine
    }
  }
}

extension InteractionResult {
  /// The mean, or the share of yes, as charts show it.
  func estimate(called label: String? = nil) -> Estimate {
    Estimate(
      label ?? entry.name,
      value: values.mean,
      interval: interval?.range,
      n: n,
      isTooFew: isTooFew
    )
  }

  /// The figure with its interval and n, such as `2.57 (2.53–2.61, n = 1,119)`.
  var reading: String {
    let quantity = entry.kind.quantity
    let certainty = isTooFew ? "too few" : Wording.text(interval, quantity)
    return "\(Wording.text(values.mean, quantity)) (\(certainty), n = \(Quantity.count(n)))"
  }
}

extension Impressions {
  /// The share of misery with its interval and n.
  var miseryReading: String {
    let interval = Wording.text(Interval.share(misery, of: n), Wording.percent)
    return "\(Wording.text(miseryRate, Wording.percent)) (\(interval), n = \(Quantity.count(n)))"
  }

  /// The impressions as charts show them.
  func counts(called label: String) -> VerdictCounts {
    VerdictCounts(label, misery: misery, neutral: neutral, magic: magic)
  }
}

extension AnswerScale {
  /// The scale in words, such as `1 to 3`.
  var text: String { "\(Answer.number(low).display) to \(Answer.number(high).display)" }
}

extension Sequence {
  /// The elements in groups of equal keys, groups in the order in which they are first met.
  func grouped<Key: Equatable>(by key: (Element) -> Key) -> [(key: Key, elements: [Element])] {
    reduce(into: []) { groups, element in
      let own = key(element)
      if let place = groups.firstIndex(where: { $0.key == own }) {
        groups[place].elements.append(element)
      } else {
        groups.append((own, [element]))
      }
    }
  }
}
