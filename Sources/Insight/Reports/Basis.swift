// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// What a report stands on: counted while it is made, told wherever it is shown.
package struct Basis: Equatable, Sendable {
  /// Visits.
  package private(set) var visits = 0

  /// Moments of these visits.
  package private(set) var moments = 0

  /// The days of the first and of the last visit; nil where no day is known.
  package private(set) var days: ClosedRange<CalendarDate>?

  /// Cells whose value stands until a person decides.
  package private(set) var provisionalCells = 0

  /// Moments whose interaction the bank does not have, by its code: in no figure.
  package private(set) var notInBank: [Label: Int] = [:]

  /// Nothing yet.
  package init() {}

  /// Counts a visit.
  ///
  /// - Parameters:
  ///   - visit: The visit.
  ///   - bank: The interactions that its moments may be of.
  package mutating func add(_ visit: VisitMoments, of bank: InteractionBank) {
    add(visit, bank.places(of: visit.moments))
  }

  /// Counts a visit.
  ///
  /// - Parameters:
  ///   - visit: The visit.
  ///   - places: The places of its moments' interactions in the bank.
  mutating func add(_ visit: VisitMoments, _ places: [Int?]) {
    visits += 1
    moments += visit.moments.count
    if let day = visit.context.date {
      days = days.map { min($0.lowerBound, day)...max($0.upperBound, day) } ?? day...day
    }
    provisionalCells += visit.context.provisionalCells
    for index in places.indices {
      provisionalCells += visit.moments[index].provisionalCells
      if places[index] == nil { notInBank[visit.moments[index].interaction, default: 0] += 1 }
    }
  }

  /// The basis as named values.
  package var report: ReportValue {
    let strangers = notInBank.sorted { $0.key < $1.key }
    return [
      "n_visits": .whole(visits), "n_moments": .whole(moments),
      "first_day": .word(days?.lowerBound.description),
      "last_day": .word(days?.upperBound.description),
      "provisional_cells": .whole(provisionalCells),
      "not_in_bank": .list(strangers.map { ["code": .code($0.key), "n": .whole($0.value)] }),
    ]
  }
}

/// Which visits a report takes: those that satisfy each of the named conditions.
package struct Selection: Sendable {
  /// Which groups of which dimension are taken.
  package private(set) var wanted: [(dimension: Dimension, groups: Set<Label>)] = []

  /// Every visit.
  package init() {}

  /// Takes only visits of one of some groups; of several such calls, those that satisfy each.
  package mutating func keep(_ dimension: Dimension, _ groups: Set<Label>) {
    wanted.append((dimension, groups))
  }

  /// Whether a visit is taken.
  package func admits(_ visit: VisitContext) -> Bool {
    wanted.allSatisfy { $0.dimension.group(of: visit).map($0.groups.contains) ?? false }
  }

  /// The conditions as named values: `{"brand":["own"]}`.
  package var report: ReportValue {
    .members(
      wanted.map { .init(name: $0.dimension.name, value: .codes($0.groups.sorted())) }
    )
  }
}
