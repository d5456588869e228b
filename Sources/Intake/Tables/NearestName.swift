// SPDX-License-Identifier: Apache-2.0

/// Finds what a person most likely meant by a name that is not known.
package enum NearestName {
  /// The longest name that is looked at: comparing takes the product of both lengths.
  package static let bytesMaximum = 256

  /// The known name that the fewest typing errors lead to.
  ///
  /// Nil where none is near: more than a third of the letters would have to change, and neither
  /// name begins with the other. A name of more than ``bytesMaximum`` bytes is near to none.
  package static func of(_ name: String, among known: some Sequence<String>) -> String? {
    let known = known.filter { $0.utf8.count <= bytesMaximum }
    guard name.utf8.count <= bytesMaximum else { return nil }
    let typed = Array(name.lowercased().unicodeScalars)
    let ranked = known.map {
      (name: $0, errors: errors(typed, Array($0.lowercased().unicodeScalars)))
    }
    guard let best = ranked.min(by: { $0.errors < $1.errors }) else { return nil }
    if best.errors <= max(1, typed.count / 3) {
      return best.name
    }
    guard typed.count >= 3 else { return nil }
    let longer = name.lowercased()
    return known.first {
      $0.count >= 3 && ($0.lowercased().hasPrefix(longer) || longer.hasPrefix($0))
    }
  }

  /// How many letters have to be put in, left out, changed or swapped with a neighbour.
  private static func errors(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    var before: [Int] = []
    var above = Array(0...right.count)
    for (i, letter) in left.enumerated() {
      var row = [i + 1]
      for (j, other) in right.enumerated() {
        var least = min(above[j + 1] + 1, row[j] + 1, above[j] + (letter == other ? 0 : 1))
        if i > 0, j > 0, letter == right[j - 1], left[i - 1] == other {
          least = min(least, before[j - 1] + 1)
        }
        row.append(least)
      }
      (before, above) = (above, row)
    }
    return above[right.count]
  }
}
