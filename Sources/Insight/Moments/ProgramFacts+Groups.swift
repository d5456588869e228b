// SPDX-License-Identifier: Apache-2.0

extension ProgramFacts {
  /// What people call a group of visits, such as `Skyline Air / First wave`.
  func name(of key: GroupKey, by dimensions: [Dimension]) -> String {
    zip(key.parts, dimensions).map { part, dimension in
      part.map { name(of: $0, in: dimension) } ?? "-"
    }.joined(separator: " / ")
  }

  /// What people call a wave, a brand or the like; its code where it has no name.
  package func name(of code: Label, in dimension: Dimension) -> String {
    names[dimension]?[code] ?? code.text
  }

  /// Groups of visits in order: waves by their first days, all else by its code; what is not known
  /// comes last.
  func ordered<Value>(
    _ groups: [GroupKey: Value],
    by dimensions: [Dimension]
  ) -> [(key: GroupKey, value: Value)] {
    let places = Dictionary(uniqueKeysWithValues: waves.enumerated().map { ($1, $0) })
    return groups.sorted { left, right in
      for ((left, right), dimension) in zip(zip(left.key.parts, right.key.parts), dimensions)
      where left != right {
        guard let left else { return false }
        guard let right else { return true }
        guard dimension == .wave else { return left < right }
        return (places[left] ?? .max, left) < (places[right] ?? .max, right)
      }
      return false
    }
  }
}
