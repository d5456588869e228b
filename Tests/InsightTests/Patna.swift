// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Insight
import TestSupport

/// 1,121 covert visits to clinics.
enum Patna {
  static func facts() throws -> ProgramFacts {
    let bank = try InteractionBank("patna-mystery-visits/interactions.csv")
    var facts = ProgramFacts(code: "patna", outcome: "overall", bank: bank)
    facts.subjects = ["Engaged": .own, "Not Engaged": .competitor]
    return facts
  }

  static func visits(_ facts: ProgramFacts) throws -> [VisitMoments] {
    let observations = try FieldTable("patna-mystery-visits/observations.csv").rows
    let byVisit = Dictionary(grouping: observations) { $0["visit_id"] }
    return try FieldTable("patna-mystery-visits/visits.csv").rows.map { row in
      var context = VisitContext(Label(row["visit_id"]))
      context.location = row.label("clinic_id")
      context.brand = row.label("brand")
      context.subject = context.brand.flatMap { facts.subjects[$0] }
      context.scenario = row.label("scenario")
      context.wave = row.label("wave")
      context.shopper = row.label("shopper_id")
      context.day = CalendarDate(row["date"])
      for name in ["block", "provider_type", "shopper_language"] {
        context.attributes[Label(name)] = row.label(name)
      }
      return VisitMoments(context, (byVisit[row["visit_id"]] ?? []).map { moment($0, facts) })
    }
  }

  private static func moment(_ row: FieldTable.Row, _ facts: ProgramFacts) -> Moment {
    let code = Label(row["interaction"])
    guard let value = Double(row["value"]) else { return Moment(code, .unreadable(row["value"])) }
    let scale = facts.bank[code]?.scale
    if let scale, !scale.contains(value) { return Moment(code, .outOfRange(row["value"])) }
    return Moment(code, row["kind"] == "yesno" ? .yesNo(value == 1) : .number(value))
  }
}
