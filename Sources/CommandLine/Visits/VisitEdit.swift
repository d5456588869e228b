// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import LocalStore

/// `visit edit`: a visit or one of its observations, put right.
struct VisitEdit: StoreCommand {
  static let configuration = CommandConfiguration(
    commandName: "edit",
    abstract: "Correct a field of a visit or of one of its observations.",
    discussion: """
      FIELD is a field of the visit, such as wave or note, or that of an observation, such as \
      desk.value, desk.verdict, desk.seconds or desk.note. An empty VALUE empties the field; the \
      old value stays in the history. Editing a discarded visit brings it back.
      """
  )

  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var output: OutputOptions
  @Argument(help: "The visit, by code or beginning of its ID.") var id: String
  @Argument(help: "The field, or INTERACTION.FIELD.") var field: String
  @Argument(
    parsing: .allUnrecognized,
    help: ArgumentHelp("What it is to say; '' for nothing.", valueName: "value")
  )
  var words: [String] = []

  func run(in store: LocalStore) throws {
    guard let value = try onlyValue(among: words) else {
      throw Failure(.usage, "There is no value. Give one, or '' to empty the field.")
    }
    let edited = try store.write { try edit(value, $0) }
    if let warning = edited.warning { TextOutput.note(warning) }
    if output.json { return try TextOutput.json(edited) }
    let end = edited.changed ? "" : " (as before)"
    TextOutput.line("\(edited.title)  \(edited.field): \(edited.shown)\(end)")
  }

  private func edit(_ value: String, _ writer: StoreWriter) throws -> EditedField {
    let visit = Visit(
      try writer.reader.one(id, kinds: [.visit], what: "visit", includingDeleted: true)
    )
    let path = FieldPath(field)
    if FieldSchema.specification(of: path, in: .visit) != nil {
      let put = Put(path, try visitValue(value, of: path, in: visit, writer))
      let isChanged = try writer.putWhatIsSaid([put], into: visit.record.header)
      return EditedField(visit, field, put.value, isChanged)
    }
    guard let dot = field.lastIndex(of: "."), dot != field.startIndex else {
      let known = FieldSchema.fields(of: .visit).map(\.path.text).joined(separator: ", ")
      throw Failure(
        .badData,
        "A visit has no field \u{201c}\(field)\u{201d}. It has: \(known); "
          + "and observations have INTERACTION.value, .verdict, .seconds, .note."
      )
    }
    return try edit(
      String(field[..<dot]),
      FieldPath(String(field[field.index(after: dot)...])),
      value,
      of: visit,
      writer
    )
  }

  private func edit(
    _ interaction: String,
    _ path: FieldPath,
    _ value: String,
    of visit: Visit,
    _ writer: StoreWriter
  ) throws -> EditedField {
    guard path != "interaction" else {
      throw Failure(.badData, "An observation stays with its interaction. Observe the other one.")
    }
    var typed = TypedObservation(texts: [(path, value)])
    let bank = try writer.reader.definition(
      Interaction.self,
      interaction,
      in: visit.record.header.scope.program
    )
    if path == "value", bank.answerKind.isNumeric, let reason = AbsentReason(rawValue: value) {
      typed = TypedObservation(absent: reason)
    }
    let observed = try writer.observe(bank.code, on: visit, typed)
    let now = observed.observation.record.value(of: path)
    var edited = EditedField(visit, "\(bank.code).\(path)", now ?? .null, observed.isChanged)
    if let now, now != .null { edited.shown = now.words(of: path, bank) }
    if path == "value" { edited.warning = observed.warning }
    return edited
  }

  private func visitValue(
    _ text: String,
    of path: FieldPath,
    in visit: Visit,
    _ writer: StoreWriter
  ) throws -> FieldValue {
    let reader = writer.reader
    let header = visit.record.header
    guard !text.isEmpty || !["state", "location"].contains(path) else {
      throw Failure(.badData, "A visit needs its \(path). Give another value.")
    }
    let program = header.scope.program
    switch path {
    case _ where text.isEmpty:
      return .null
    case "code":
      let namesake = try reader.visit(ofCode: text, by: header.scope.owner, in: program)
      guard namesake == nil || namesake?.id == visit.id else {
        throw Failure(.badData, "Another visit has the code \u{201c}\(text)\u{201d}. Give another.")
      }
      return .text(text)
    case "location":
      return .text(try reader.definition(Location.self, text, in: program).code)
    case "scenario":
      return .text(try reader.definition(Scenario.self, text, in: program).code)
    case "wave":
      return .text(try reader.definition(Wave.self, text, in: program).code)
    default:
      return try reader.typedValue(text, of: path, in: header, now: writer.surroundings.now())
    }
  }
}

/// What became of an edited field.
private struct EditedField: Encodable {
  let visit: String
  let field: String
  let value: PlainValue
  let changed: Bool
  let title: String
  var shown: String
  var warning: String?

  private enum CodingKeys: String, CodingKey {
    case visit, field, value, changed
  }

  init(_ visit: Visit, _ field: String, _ value: FieldValue, _ isChanged: Bool) {
    self.visit = visit.id.description
    self.field = field
    self.value = PlainValue(value)
    changed = isChanged
    title = visit.title
    shown = value == .null ? "nothing" : value.display
  }
}
