// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Insight
import TestSupport

/// What ten thousand passengers say of fourteen moments of a flight.
enum Airline {
  /// The bank has the fourteen, the outcome and the two delays.
  static func facts() throws -> ProgramFacts {
    var outcome = BankEntry("overall", name: "Satisfied", kind: .yesno)
    outcome.order = 15
    var delays = [
      BankEntry("departure_delay", kind: .minutes), BankEntry("arrival_delay", kind: .minutes),
    ]
    for place in delays.indices { delays[place].order = 16 + place }
    let bank = try InteractionBank(
      "airline-satisfaction/interactions.csv",
      and: [outcome] + delays
    )
    return ProgramFacts(code: "airline", outcome: "overall", bank: bank)
  }

  static func visits() throws -> [VisitMoments] {
    let columns = try FieldTable("airline-satisfaction/interactions.csv").rows
      .map { (code: Label($0["code"]), column: $0["source_column"]) }
    return try FieldTable("airline-satisfaction/dev-first-10000.csv").rows.map { row in
      var context = VisitContext(Label(row["ID"]))
      for name in ["Class", "Customer Type", "Type of Travel", "Gender"] {
        context.attributes[Label(name)] = row.label(name)
      }
      context.attributes["age_band"] = ageBand(Int(row["Age"]) ?? 0)
      let ratings = columns.map { Moment($0.code, rating(row[$0.column])) }
      let rest = [
        Moment("overall", .yesNo(row["Satisfaction"] == "Satisfied")),
        Moment("departure_delay", minutes(row["Departure Delay"])),
        Moment("arrival_delay", minutes(row["Arrival Delay"])),
      ]
      return VisitMoments(context, ratings + rest)
    }
  }

  private static func rating(_ text: String) -> Answer {
    guard let rating = Double(text) else { return .unreadable(text) }
    return rating == 0 ? .absent(.notApplicable) : .number(rating)
  }

  private static func minutes(_ text: String) -> Answer {
    Double(text).map(Answer.number) ?? .absent(.leftBlank)
  }

  private static func ageBand(_ age: Int) -> Label {
    switch age {
    case ..<18: "0-17"
    case ..<35: "18-34"
    case ..<55: "35-54"
    default: "55+"
    }
  }
}
