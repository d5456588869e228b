// SPDX-License-Identifier: Apache-2.0

import CMalloc
import CommandLine
import Insight

/// The measures over flights that stand in memory, one after another.
struct Measures {
  /// What is known of the program.
  let facts: ProgramFacts

  /// The flights.
  let visits: [VisitMoments]

  /// How many flights go by: the same ones again and again.
  let count: Int

  /// Says how well it goes, by these dimensions.
  func interactions(by dimensions: [Dimension] = []) -> [GroupResult] {
    var report = InteractionReport(facts, by: dimensions)
    for place in 0..<count { report.add(visits[place % visits.count]) }
    return report.results
  }

  /// Says what can be improved.
  func importance() throws -> ImportanceResult {
    var report = try importanceReport
    for place in 0..<count { report.add(visits[place % visits.count]) }
    return report.result(.mean)
  }

  /// The most bytes that all reports together held while the flights went by; nil where the system
  /// does not say.
  func greatestBytes() throws -> Int? {
    let before = Int(cmalloc_bytes_in_use())
    var (all, bySegment) = (InteractionReport(facts), InteractionReport(facts, by: [.segment]))
    var importance = try importanceReport
    var most = 0
    for place in 0..<count {
      let visit = visits[place % visits.count]
      all.add(visit)
      bySegment.add(visit)
      importance.add(visit)
      if place % 1_000 == 0 { most = max(most, Int(cmalloc_bytes_in_use()) - before) }
    }
    let (seen, known) = (all.basis.visits, [bySegment.basis.visits, importance.basis.visits])
    guard known.allSatisfy({ $0 == seen }) else {
      throw Failure(.failed, "The reports have not seen the same flights.")
    }
    return before > 0 ? most : nil
  }

  private var importanceReport: ImportanceReport {
    get throws {
      guard let report = ImportanceReport(facts) else {
        throw Failure(.failed, "The program has no outcome.")
      }
      return report
    }
  }
}
