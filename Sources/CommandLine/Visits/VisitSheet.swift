// SPDX-License-Identifier: Apache-2.0

import FieldModel
import LocalStore

/// A visit with all that belongs to it, for people and for scripts.
struct VisitSheet {
  let visit: Visit
  let program: String
  let shopper: String
  let lines: [ObservationLine]
  let review: Review?
  let waiting: Int

  init(_ visit: Visit, _ reader: StoreReader, includingDeleted: Bool = false) throws {
    let scope = visit.record.header.scope
    self.visit = visit
    program = try reader.record(scope.program).map { Program($0).code } ?? ""
    shopper = try scope.owner.map { try reader.people().name(of: $0) } ?? ""
    review = try reader.record(Review.id(visit: visit.id)).map(Review.init)
    waiting = try reader.waitingByVisit()[visit.id] ?? 0
    lines = try reader.all(Observation.self, of: visit.id, includingDeleted: includingDeleted)
      .map { observation in
        ObservationLine(
          observation: observation,
          interaction: try reader.find(
            Interaction.self,
            code: observation.interaction,
            in: scope.program
          ),
          wave: visit.wave
        )
      }
      .sorted { $0.place < $1.place }
  }

  /// The conflicts of the visit and its observations.
  var conflicts: [Conflict] {
    visit.record.conflicts + lines.flatMap(\.observation.record.conflicts)
  }
}

/// An observation with what it is an answer to.
struct ObservationLine {
  let observation: Observation
  let interaction: Interaction?

  /// The code of the visit's wave.
  let wave: String?

  /// Orders lines as the interactions are asked.
  var place: (Int, String, Int) {
    (interaction?.order ?? .max, observation.interaction, occurrence)
  }

  /// Which of the visit's moments of the interaction it is, from 1.
  var occurrence: Int { observation.number("occurrence")?.whole ?? 1 }

  /// The interaction's code, with which time it is after the first.
  var title: String {
    occurrence == 1 ? observation.interaction : "\(observation.interaction) (\(occurrence))"
  }

  var isOutOfRange: Bool {
    observation.value.flatMap { interaction?.isOutOfRange($0, in: wave) } ?? false
  }

  /// The answer for people: yes and no in words.
  var answer: String {
    observation.value.map { interaction?.words(for: $0) ?? $0.display } ?? ""
  }

  /// What to know of the answer.
  var remarks: String {
    let record = observation.record
    var remarks: [String] = []
    switch observation.value {
    case .unreadable: remarks.append("cannot be read")
    case .absent: remarks.append("no value")
    case _ where isOutOfRange: remarks.append("outside its scale")
    default: break
    }
    if !record.conflicts.isEmpty {
      let ids = record.conflicts.map(\.id).joined(separator: " ")
      remarks.append("people disagree: conflicts show \(ids)")
    }
    return remarks.joined(separator: "; ")
  }
}

extension VisitSheet {
  /// Writes the visit for people.
  func write() {
    let name = visit.code.isEmpty ? "" : " \(visit.code)"
    TextOutput.line("Visit\(name) (\(visit.id.short)), \(state)")
    for (label, text) in facts where !text.isEmpty {
      TextOutput.line("  \(label): \(TextOutput.singleLine(text))")
    }
    for conflict in visit.record.conflicts {
      TextOutput.line("  people disagree about \(conflict.path): conflicts show \(conflict.id)")
    }
    TextOutput.line()
    if lines.isEmpty { TextOutput.line("Nothing observed yet.") }
    TextOutput.table(
      lines.map { line in
        let observation = line.observation
        return [
          line.title, line.answer, observation.verdict?.description ?? "",
          observation.number("seconds")?.description ?? "", observation.text("note") ?? "",
          line.remarks,
        ]
      },
      headings: ["INTERACTION", "VALUE", "VERDICT", "SECONDS", "NOTE", ""]
    )
    for tick in visit.ticks {
      TextOutput.line("tick \(tick.at)  \(TextOutput.singleLine(tick.label))")
    }
  }

  private var state: String {
    let review = review?.state.map { ", \($0.rawValue)" } ?? ""
    let waits = waiting > 0 ? ", \(TextOutput.count(waiting, "change")) to be synced" : ""
    return (visit.record.isDeleted ? "discarded" : visit.state.words) + review + waits
  }

  private var facts: [(String, String)] {
    let shown: Set<FieldPath> = ["code", "state"]
    let fields = FieldSchema.fields(of: .visit).filter { !shown.contains($0.path) }
      .map { field in
        let mark = visit.record.isProvisional(field.path) ? " (people disagree)" : ""
        return (
          field.path.text, (visit.record.value(of: field.path)?.display ?? "") + mark
        )
      }
    let attributes = visit.attributes.map { ($0.name, $0.value.display) }
    return [("program", program), ("shopper", shopper)] + fields.filter { !$0.1.isEmpty }
      + attributes + [("review note", review?.text("note") ?? "")]
  }
}

extension FieldValue {
  /// The value of a field of an observation for people: verdicts and yes and no in words.
  ///
  /// - Parameters:
  ///   - path: The field.
  ///   - interaction: What was observed; nil where the record is no observation.
  /// - Returns: The words; a degree beside those of a verdict that has others like it.
  func words(of path: FieldPath, _ interaction: Interaction?) -> String {
    switch path {
    case "value": return interaction?.words(for: self) ?? display
    case "verdict":
      guard let verdict = number?.whole.flatMap(Verdict.init(degree:)) else { return display }
      return abs(verdict.degree) == 1 ? "\(verdict) (\(verdict.degree))" : "\(verdict)"
    default: return display
    }
  }
}

extension StoreReader {
  /// What an observation answers; nil for records of other kinds.
  func interaction(of observation: Record?) throws -> Interaction? {
    guard let observation, observation.header.kind == .observation else { return nil }
    return try find(
      Interaction.self,
      code: Observation(observation).interaction,
      in: observation.header.scope.program
    )
  }
}

extension Interaction {
  /// An answer for people: yes and no in words.
  func words(for value: FieldValue) -> String {
    guard answerKind == .yesno, let number = value.number else { return value.display }
    return switch number.whole {
    case 1: "yes"
    case 0: "no"
    default: number.description
    }
  }
}
