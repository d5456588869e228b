// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import Insight

/// What ten thousand passengers say of fourteen moments of a flight; where their answers are not
/// there, made-up ones, the same in every run.
struct Flights {
  /// What one passenger says.
  struct Flight {
    /// A rating of each interaction, 1…5; 0 where it did not apply.
    let ratings: [Int]
    let isSatisfied: Bool
    let segment: String
  }

  /// The code of the program and of its outcome.
  static let (program, outcome) = ("flights", "overall")

  /// The codes of the interactions that are rated.
  let interactions: [String]

  /// What each passenger says.
  let flights: [Flight]

  /// What these ratings are called where their number is told.
  let kind: String

  /// Reads the flights of a folder, or makes them up where there is none.
  init(_ folder: String) throws {
    if FileManager.default.fileExists(atPath: folder) {
      try self.init(readingFrom: folder)
    } else {
      self.init(named: "flights")
    }
  }

  private init(readingFrom folder: String) throws {
    let bank = try Flights.rows(folder + "/interactions.csv")
    interactions = bank.compactMap { $0["code"] }
    let columns = bank.compactMap { $0["source_column"] }
    flights = try Flights.rows(folder + "/dev-first-10000.csv").map { row in
      Flight(
        ratings: columns.map { row[$0].flatMap { Int($0) } ?? 0 },
        isSatisfied: row["Satisfaction"] == "Satisfied",
        segment: row["Class"] ?? ""
      )
    }
    kind = "ratings"
  }

  /// Flights that are drawn from a seed: whoever is content rates higher.
  private init(named seed: String) {
    var numbers = SeededNumbers(named: seed)
    interactions = (1...14).map { "moment-\($0)" }
    flights = (0..<10_000).map { _ in
      let isSatisfied = Bool.random(using: &numbers)
      return Flight(
        ratings: (1...14).map { _ in Int.random(in: 1...(isSatisfied ? 5 : 3), using: &numbers) },
        isSatisfied: isSatisfied,
        segment: ["Business", "Economy", "Economy Plus"].randomElement(using: &numbers) ?? ""
      )
    }
    kind = "made-up ratings"
  }

  /// The rows of a file of comma-separated values without quotes, by its column's names.
  private static func rows(_ path: String) throws -> [[String: String]] {
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    guard let heading = lines.first else { return [] }
    return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(heading, $0)) }
  }

  /// How many ratings there are; where a moment did not apply there is none.
  var ratings: Int { flights.reduce(0) { $0 + $1.ratings.count { $0 > 0 } } }

  // MARK: As measures take them

  /// The program with its bank: the rated interactions, and the outcome.
  var facts: ProgramFacts {
    let rated = interactions.enumerated().map { place, code in
      var entry = BankEntry(Label(code), kind: .rating)
      entry.scale = AnswerScale(1, 5)
      entry.order = place + 1
      return entry
    }
    let outcome = Label(Flights.outcome)
    let bank = InteractionBank(rated + [BankEntry(outcome, kind: .yesno)])
    return ProgramFacts(code: Label(Flights.program), outcome: outcome, bank: bank)
  }

  /// The flights as visits.
  var visits: [VisitMoments] {
    flights.enumerated().map { place, flight in
      var context = VisitContext(Label("\(place + 1)"))
      context.segment = Label(flight.segment)
      let ratings = zip(interactions, flight.ratings).map { code, rating in
        Moment(Label(code), rating == 0 ? .absent(.notApplicable) : .number(Double(rating)))
      }
      return VisitMoments(context, ratings + [Moment("overall", .yesNo(flight.isSatisfied))])
    }
  }

  // MARK: As people bring them in

  /// The program as a file that `program publish` reads.
  var programFile: String {
    let rated = interactions.enumerated().map { place, code in
      "  - { code: \(code), name: \(code), kind: rating, min: 1, max: 5, order: \(place + 1) }\n"
    }
    return """
      program: { code: \(Flights.program), name: Flights, outcome: \(Flights.outcome) }
      locations: [{ code: air, name: In the air }]
      interactions:
      \(rated.joined())  - { code: overall, name: Satisfied, kind: yesno, order: 15 }

      """
  }

  /// How `import` reads the table, one row a flight.
  var mappingFile: String {
    let rated = (interactions + [Flights.outcome]).map { "    \($0): \($0)\n" }
    return """
      missing: { "0": not_applicable }
      visits:
        columns: { visit_id: id }
        constants: { location: air }
        attributes: [segment]
      observations:
        columns: { visit_id: id }
        wide:
      \(rated.joined())
      """
  }

  /// The table, one row a flight.
  var tableFile: String {
    let heading = ["id", "segment"] + interactions + [Flights.outcome]
    let rows = flights.enumerated().map { place, flight in
      ["\(place + 1)", flight.segment] + flight.ratings.map(String.init)
        + [flight.isSatisfied ? "yes" : "no"]
    }
    return ([heading] + rows).map { $0.joined(separator: ",") + "\n" }.joined()
  }
}
