// SPDX-License-Identifier: Apache-2.0

/// Parts of the sentences that charts of results are read with.
enum Sentences {
  /// A name in quotation marks.
  static func quoted(_ name: String) -> String { "“\(name)”" }

  /// A number of things in words: `1 moment`, `1,119 moments`.
  static func count(_ number: Int, _ thing: String) -> String {
    "\(Quantity.count(number)) \(thing)\(number == 1 ? "" : "s")"
  }

  /// A figure with its interval and n: `1.38 (95 %: 1.35–1.42, n = 1,119)`.
  static func figure(_ estimate: Estimate, as quantity: Quantity) -> String {
    let parts = parts(of: estimate, as: quantity)
    return parts.count > 1 ? "\(parts[0]) (\(parts.dropFirst().joined(separator: ", ")))" : parts[0]
  }

  /// A figure, its interval and its n.
  static func parts(of estimate: Estimate, as quantity: Quantity) -> [String] {
    guard let value = estimate.value else { return ["unknown"] }
    let level = Quantity.percent(decimals: 0).text(Interval.level)
    let interval = estimate.interval.map { "\(level): \(quantity.text($0))" }
    let few = estimate.isTooFew ? "too few to go by" : nil
    return [quantity.text(value), interval, "n = \(Quantity.count(estimate.n))", few]
      .compactMap(\.self)
  }

  /// Which of some figures is lowest, and which highest, of those that rest on enough.
  static func ends(of estimates: [Estimate], as quantity: Quantity) -> String {
    let firm = estimates.filter { $0.value != nil && !$0.isTooFew }
    func told(_ estimate: Estimate) -> String {
      "\(quoted(estimate.label)), \(figure(estimate, as: quantity))"
    }
    guard let low = firm.min(by: { ($0.value ?? 0) < ($1.value ?? 0) }),
      let high = firm.max(by: { ($0.value ?? 0) < ($1.value ?? 0) })
    else { return "No figure rests on enough answers to go by." }
    guard low.value != high.value else {
      return firm.count == 1 ? "\(told(low))." : "All are alike: \(told(low))."
    }
    return "Lowest: \(told(low)). Highest: \(told(high))."
  }

  /// What a reader has to know of answers that nobody has decided on; empty where there are none.
  static func provisional(_ number: Int) -> String {
    guard number > 0 else { return "" }
    return " \(count(number, "answer")) among these \(number == 1 ? "is" : "are") provisional:"
      + " people disagree, and nobody has decided."
  }
}

extension String {
  /// The text with its first letter as a sentence begins.
  var capitalized: String { prefix(1).uppercased() + dropFirst() }
}

extension Interval {
  /// The interval's two ends, as charts take it.
  var range: ClosedRange<Double> { min(low, high)...max(low, high) }
}

extension Estimate {
  /// An interaction's mean, or its share of yes.
  init(_ result: InteractionResult, label: String? = nil) {
    self.init(
      label ?? result.entry.name,
      value: result.values.mean,
      interval: result.interval?.range,
      n: result.n,
      isTooFew: result.isTooFew
    )
  }
}
