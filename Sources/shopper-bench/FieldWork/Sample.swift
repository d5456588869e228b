// SPDX-License-Identifier: Apache-2.0

/// Numbers of one kind and what they come to.
struct Sample {
  private let ordered: [Double]

  /// A sample of numbers in any order.
  init(_ values: [Double]) {
    ordered = values.sorted()
  }

  /// How many there are.
  var count: Int { ordered.count }

  /// Their sum.
  var sum: Double { ordered.reduce(0, +) }

  /// The greatest; 0 where there are none.
  var maximum: Double { ordered.last ?? 0 }

  /// Their mean; not a number where there are none.
  var mean: Double { sum / Double(count) }

  /// Their standard deviation with n − 1.
  var deviation: Double {
    let mean = mean
    let squares = ordered.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares / Double(count - 1)).squareRoot()
  }

  /// The value below which a part of them lies, by linear interpolation.
  func quantile(_ part: Double) -> Double {
    guard !ordered.isEmpty else { return .nan }
    let place = part * Double(count - 1)
    let below = Int(place)
    let above = min(below + 1, count - 1)
    return ordered[below] + (place - Double(below)) * (ordered[above] - ordered[below])
  }

  /// How many of them lie in a range.
  func count(in range: ClosedRange<Double>) -> Int {
    ordered.count { range.contains($0) }
  }

  /// The part of them that lies in a range.
  func share(in range: ClosedRange<Double>) -> Double {
    Double(count(in: range)) / Double(count)
  }

  /// How often each value comes.
  var counts: [Double: Int] {
    ordered.reduce(into: [:]) { $0[$1, default: 0] += 1 }
  }
}
