// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Insight

/// What visits say, so that a name that nobody knows is told, and not answered with nothing.
struct KnownNames {
  private let facts: ProgramFacts
  private var visits = 0
  private var attributes: Set<Label> = []
  private var seen: [Dimension: Set<Label>]

  /// Nothing seen yet of the dimensions that visits are chosen by.
  init(_ facts: ProgramFacts, chosenBy dimensions: some Sequence<Dimension>) {
    self.facts = facts
    seen = Dictionary(dimensions.map { ($0, []) }) { first, _ in first }
  }

  /// Looks at a visit, whether or not it is chosen.
  mutating func add(_ visit: VisitContext) {
    visits += 1
    attributes.formUnion(visit.attributes.keys)
    for dimension in seen.keys {
      if let group = dimension.group(of: visit) { seen[dimension]?.insert(group) }
    }
  }

  /// Looks for a name of a dimension.
  ///
  /// - Throws: ``Failure`` where neither the program nor any visit knows it.
  func require(_ name: Label, in dimension: Dimension) throws {
    let known = (seen[dimension] ?? []).union(defined(in: dimension))
    // Where there is no visit and nothing defined, nobody can tell.
    guard !known.contains(name), visits > 0 || !known.isEmpty else { return }
    throw Failure(
      .badData,
      "Nothing is of \(dimension.name) \u{201c}\(name)\u{201d}. \(KnownNames.list(known))"
    )
  }

  /// Looks for an attribute.
  ///
  /// - Throws: ``Failure`` where no visit has it.
  func require(attribute: Label) throws {
    guard visits > 0, !attributes.contains(attribute) else { return }
    throw Failure(
      .badData,
      "No visit has the attribute \u{201c}\(attribute)\u{201d}. \(KnownNames.list(attributes))"
    )
  }

  private func defined(in dimension: Dimension) -> [Label] {
    switch dimension {
    case .subject: Subject.allCases.map { Label($0.rawValue) }
    case .voice: Voice.allCases.map { Label($0.rawValue) }
    default: facts.names[dimension].map { Array($0.keys) } ?? []
    }
  }

  private static func list(_ known: Set<Label>) -> String {
    guard !known.isEmpty else { return "There is none." }
    let most = 12
    let names = known.sorted().prefix(most).map(\.text).joined(separator: ", ")
    return "There is: \(names)\(known.count > most ? " and \(known.count - most) more" : "")."
  }
}
