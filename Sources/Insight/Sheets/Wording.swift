// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// How reports put figures into words.
package enum Wording {
  static let percent = Quantity.percent(decimals: 0)
  static let finePercent = Quantity.percent(decimals: 1)
  static let fine = Quantity.number(decimals: 2)
  static let money = Quantity.number(decimals: 0)

  /// A figure; a dash where there is none.
  static func text(_ figure: Double?, _ quantity: Quantity = fine) -> String {
    figure.map { quantity.text($0) } ?? "–"
  }

  /// An interval; a dash where there is none.
  static func text(_ interval: Interval?, _ quantity: Quantity = fine) -> String {
    interval.map { quantity.text($0.range) } ?? "–"
  }

  /// How much more or less, such as `−0.31` or `+3.0 points`; a dash where nobody knows.
  static func difference(_ figure: Double?, _ quantity: Quantity) -> String {
    let unit = quantity == quantity.ofDifferences ? "" : " points"
    return figure.map { quantity.ofDifferences.text($0, signed: true) + unit } ?? "–"
  }

  /// Where a difference may lie; a dash where nobody knows.
  static func difference(_ interval: Interval?, _ quantity: Quantity) -> String {
    interval.map { quantity.ofDifferences.text($0.range, signed: true) } ?? "–"
  }

  /// A count of things, such as `1,119 answers`.
  package static func count(_ number: Int, _ thing: String) -> String {
    "\(Quantity.count(number)) \(thing)\(number == 1 ? "" : "s")"
  }
}

extension Basis {
  /// Of how much the report is, such as `12 visits with 72 moments`.
  package var sentence: String {
    "\(Wording.count(visits, "visit")) with \(Wording.count(moments, "moment"))"
  }

  /// What the reader must not miss: answers that nobody has decided on, moments that are in no
  /// figure.
  package var warnings: [String] {
    let verb = provisionalCells == 1 ? "is" : "are"
    let provisional =
      "\(Wording.count(provisionalCells, "cell")) \(verb) provisional: people disagree, and nobody "
      + "has decided. The figures take the value that stands for now. See: coordinator conflicts "
      + "list."
    let strangers = notInBank.sorted { $0.key < $1.key }
      .map { "\(Wording.count($0.value, "moment")) of \($0.key)" }.joined(separator: ", ")
    return (provisionalCells > 0 ? [provisional] : [])
      + (strangers.isEmpty ? [] : ["Not in the bank, and in no figure: \(strangers)."])
  }
}

extension Interval {
  /// The interval between its ends.
  var range: ClosedRange<Double> { min(low, high)...max(low, high) }
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
    let quantity = Measure(self).quantity
    let certainty = isTooFew ? "too few" : Wording.text(interval, quantity)
    return "\(Wording.text(values.mean, quantity)) (\(certainty), n = \(Quantity.count(n)))"
  }
}

extension Estimate {
  /// A mean of values with its interval, too few below a minimum.
  init(_ label: String, meanOf values: Distribution, minimum: Int) {
    self.init(
      label,
      value: values.mean,
      interval: Interval.mean(of: values)?.range,
      n: values.n,
      isTooFew: values.n < minimum
    )
  }
}

extension Impressions {
  /// The share of misery with its interval and n; too few below a minimum.
  func miseryReading(minimum: Int) -> String {
    let interval = Wording.text(Interval.share(misery, of: n), Wording.percent)
    let certainty = n < minimum ? "too few" : interval
    return "\(Wording.text(miseryRate, Wording.percent)) (\(certainty), n = \(Quantity.count(n)))"
  }

  /// The impressions as charts show them.
  func counts(called label: String, minimum: Int) -> VerdictCounts {
    VerdictCounts(label, misery: misery, neutral: neutral, magic: magic, isTooFew: n < minimum)
  }
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
