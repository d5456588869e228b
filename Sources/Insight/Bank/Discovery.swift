// SPDX-License-Identifier: Apache-2.0

/// What shoppers noted on their way that the bank does not have: interactions that nobody has
/// thought of yet.
///
/// Takes one visit after another; memory grows with the different notes.
package struct Discovery: Sendable {
  /// Something noted.
  package struct Find: Sendable {
    /// What was noted, as it was first written.
    package let label: Label
    /// How many times it was noted.
    package fileprivate(set) var times = 0
    /// On how many visits.
    package fileprivate(set) var visits = 0
    /// The entries of the bank that are called nearly so, the most alike first.
    package fileprivate(set) var nearest: [(entry: BankEntry, likeness: Double)] = []
  }

  /// What the report stands on.
  package private(set) var basis = Basis()

  /// How many moments were noted without a word.
  package private(set) var unnamed = 0

  private let facts: ProgramFacts
  private let known: Set<String>
  private var finds: [String: Find] = [:]

  /// From what likeness on an entry of the bank is told beside a find, 0…1.
  package static let likenessMinimum = 0.4

  /// Nothing noted yet beside a program's bank.
  package init(_ facts: ProgramFacts) {
    self.facts = facts
    known = Set(facts.bank.entries.flatMap { [$0.name.letters, $0.code.text.letters] })
  }

  /// Takes a visit.
  package mutating func add(_ visit: VisitMoments) {
    let places = facts.bank.places(of: visit.moments)
    basis.add(visit, places)
    let strangers = visit.moments.indices.filter { places[$0] == nil }
      .map { visit.moments[$0].interaction }
    var met: Set<String> = []
    for label in visit.context.ticks + strangers {
      let key = label.text.letters
      guard !key.isEmpty else {
        unnamed += 1
        continue
      }
      guard !known.contains(key) else { continue }
      finds[key, default: Find(label: label)].times += 1
      if met.insert(key).inserted { finds[key]?.visits += 1 }
    }
  }

  /// What was found, the most often met first.
  package var found: [Find] {
    let order = finds.sorted { left, right in
      (right.value.visits, right.value.times, left.key)
        < (left.value.visits, left.value.times, right.key)
    }
    return order.map { key, find in
      var find = find
      find.nearest = nearest(to: key)
      return find
    }
  }

  private func nearest(to key: String) -> [(entry: BankEntry, likeness: Double)] {
    let all = facts.bank.entries.map { (entry: $0, likeness: key.likeness(to: $0.name.letters)) }
    let near = all.filter { $0.likeness >= Discovery.likenessMinimum }
      .sorted { ($1.likeness, $0.entry.code) < ($0.likeness, $1.entry.code) }
    return Array(near.prefix(2))
  }

  /// The report as named values.
  package var report: ReportValue {
    let rows = found.map { find -> ReportValue in
      [
        "label": .code(find.label), "n": .whole(find.times), "n_visits": .whole(find.visits),
        "nearest": .list(
          find.nearest.map {
            [
              "code": .code($0.entry.code), "name": .text($0.entry.name),
              "likeness": .number($0.likeness),
            ]
          }
        ),
      ]
    }
    return ["program": .code(facts.code)] + basis.report + [
      "found": .list(rows), "unnamed": .whole(unnamed),
    ]
  }
}

extension String {
  /// The letters and digits alone, in small: what is left of it however people write it.
  fileprivate var letters: String {
    String(String.UnicodeScalarView(lowercased().unicodeScalars.filter(\.isLetterOrDigit)))
  }

  /// How far two texts have the same pairs of letters, 0…1.
  ///
  /// Source: L. R. Dice, "Measures of the Amount of Ecologic Association Between Species", Ecology
  /// 26 (1945).
  fileprivate func likeness(to other: String) -> Double {
    let (mine, theirs) = (pairs, other.pairs)
    let all = mine.values.reduce(0, +) + theirs.values.reduce(0, +)
    let shared = mine.reduce(0) { $0 + min($1.value, theirs[$1.key] ?? 0) }
    return all > 0 ? 2 * Double(shared) / Double(all) : 0
  }

  private var pairs: [[Unicode.Scalar]: Int] {
    zip(unicodeScalars, unicodeScalars.dropFirst())
      .reduce(into: [:]) { $0[[$1.0, $1.1], default: 0] += 1 }
  }
}

extension Unicode.Scalar {
  fileprivate var isLetterOrDigit: Bool {
    switch properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .decimalNumber, .letterNumber, .otherNumber, .nonspacingMark, .spacingMark:
      true
    default: false
    }
  }
}
