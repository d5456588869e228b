// SPDX-License-Identifier: Apache-2.0

/// A straight line from values to places, with ticks at round values.
package struct Scale: Hashable, Sendable {
  /// The value at the line's start.
  package let lower: Double

  /// The value at the line's end; more than `lower`.
  package let upper: Double

  /// What two neighbouring ticks differ by: 1, 2 or 5 times a power of ten, a round time, or a
  /// part of a rating's scale.
  package let step: Double

  /// A scale over exactly this range, such as a rating's 1…5.
  package init(_ range: ClosedRange<Double>, steps: Int = 5, quantity: Quantity? = nil) {
    let (lower, upper) = Scale.widened(range)
    self.lower = lower
    self.upper = upper
    let steps = Double(max(steps, 1))
    step =
      Scale.evenStep(from: lower, to: upper, steps: steps, quantity: quantity)
      ?? Scale.step(for: (upper - lower) / steps, quantity: quantity)
  }

  /// A scale that covers all the values and ends at ticks; values that are no numbers count for
  /// nothing, and without any it is 0…1.
  package init(
    covering values: some Sequence<Double>,
    steps: Int = 5,
    quantity: Quantity? = nil
  ) {
    let numbers = values.filter(\.isFinite).map { min(max($0, -1e307), 1e307) }
    let (low, high) = Scale.widened((numbers.min() ?? 0)...(numbers.max() ?? 1))
    let step = Scale.step(for: (high - low) / Double(max(steps, 1)), quantity: quantity)
    lower = (low / step + 1e-9).rounded(.down) * step
    upper = (high / step - 1e-9).rounded(.up) * step
    self.step = step
  }

  /// The round values in range, ascending; both ends are among them where steps lead from one to
  /// the other.
  package var ticks: [Double] {
    let count = (upper - lower) / step
    guard count <= 100 else { return [lower, upper] }
    let isEven = (count - count.rounded()).magnitude < 1e-9
    let first = isEven ? lower : (lower / step - 1e-9).rounded(.up) * step
    let last = ((upper - first) / step + 1e-9).rounded(.down)
    return stride(from: 0, through: last, by: 1).map { first + $0 * step + 0 }
  }

  /// The ticks' texts: as many decimals as tell them apart.
  package func text(_ tick: Double, as quantity: Quantity) -> String {
    let decimals = min(max(-Quantity.powerOfTen(below: step), 0), 12)
    switch quantity {
    case .number: return Quantity.number(decimals: decimals).text(tick)
    case .percent: return Quantity.percent(decimals: max(decimals - 2, 0)).text(tick)
    case .points: return Quantity.points(decimals: max(decimals - 2, 0)).text(tick)
    case .seconds: return quantity.text(tick)
    }
  }

  /// Where a value lies: 0 at `lower`, 1 at `upper`, and at the nearer end where it lies outside.
  package func share(of value: Double) -> Double {
    guard value.isFinite else { return value > 0 ? 1 : 0 }
    return min(max((value - lower) / (upper - lower), 0), 1)
  }

  /// Whether a value lies on the scale; one that does not is drawn at its end, and marked as open.
  func contains(_ value: Double) -> Bool {
    lower <= value && value <= upper
  }

  /// Every how-manieth tick to label, so that the labels, which lie in these spans, stay apart.
  static func every(_ spans: [ClosedRange<Double>], gap: Double) -> Int {
    let counts = 1...max(spans.count, 1)
    return counts.first { every in
      let kept = stride(from: 0, to: spans.count, by: every).map { spans[$0] }
      return zip(kept, kept.dropFirst()).allSatisfy { $0.upperBound + gap <= $1.lowerBound }
    } ?? counts.upperBound
  }

  /// A range with some room in it, so that one value, or many equal ones, have a middle to lie in.
  private static func widened(_ range: ClosedRange<Double>) -> (Double, Double) {
    let size = max(range.lowerBound.magnitude, range.upperBound.magnitude)
    guard range.upperBound - range.lowerBound <= size * 1e-9 else {
      return (range.lowerBound, range.upperBound)
    }
    guard size > 0 else { return (0, 1) }
    let room = size / 2
    return (range.lowerBound - room, range.upperBound + room)
  }

  private static let times: [Double] = [
    1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200, 86_400,
  ]

  /// A step that leads from one end of a rating's scale to the other, and meets zero between them:
  /// 3 for 1…10; for all of a whole its quarters.
  private static func evenStep(
    from lower: Double,
    to upper: Double,
    steps: Double,
    quantity: Quantity?
  ) -> Double? {
    let span = upper - lower
    if case .percent = quantity, lower == 0, upper == 1 { return 0.25 }
    guard quantity != .seconds, span == span.rounded(), (2...1000).contains(span) else {
      return nil
    }
    let step = stride(from: 1, through: span / 2, by: 1).first { step in
      step >= span / steps && span.remainder(dividingBy: step) == 0
        && (lower >= 0 || lower.remainder(dividingBy: step) == 0)
    }
    return step ?? (span <= 10 ? 1 : nil)
  }

  private static func step(for rough: Double, quantity: Quantity?) -> Double {
    if quantity == .seconds, let time = times.first(where: { $0 >= rough }) { return time }
    let unit = Quantity.tenth(Quantity.powerOfTen(below: rough))
    return [1, 2, 5].first { $0 * unit >= rough * (1 - 1e-9) }.map { $0 * unit } ?? 10 * unit
  }
}
