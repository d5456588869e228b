// SPDX-License-Identifier: Apache-2.0

/// Who syncs when: drawn from a seed.
struct SyncOrder {
  private var numbers: SeededNumbers

  /// The order of a seed.
  init(seed: UInt64) {
    numbers = SeededNumbers(seed: seed)
  }

  /// Those of the laptops that find a network at the end of a day, in the order in which they do:
  /// each does with a chance of one in six.
  mutating func atNight(_ laptops: [String]) -> [String] {
    let lucky = laptops.filter { _ in Int.random(in: 0..<6, using: &numbers) == 0 }
    return lucky.shuffled(using: &numbers)
  }

  /// All of the laptops, in some order.
  mutating func everybody(_ laptops: [String]) -> [String] {
    laptops.shuffled(using: &numbers)
  }
}
