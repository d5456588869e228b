// SPDX-License-Identifier: Apache-2.0
import FieldModel

/// Observations as JSON Lines, each line `{"interaction": …, "value": …}`, on their way in.
///
/// A line that cannot be taken does not stop the others.
package struct ObservationLines {
  /// The keys that a line may have.
  package static let keys =
    ["visit", "at", "not_applicable", "refused", "absent_reason"]
    + FieldSchema.fields(of: .observation).map(\.path.text)

  /// The file as the person named it.
  package let file: String

  private let context: IntakeContext
  private var lines: JSONLines

  /// Lines of a source.
  ///
  /// - Parameters:
  ///   - file: The file as the person named it; `-` for standard input.
  ///   - source: The text's bytes.
  ///   - context: What lines are read against.
  /// - Throws: What the source throws.
  package init(file: String, source: ByteSource, context: IntakeContext) throws {
    self.file = file
    self.context = context
    lines = try JSONLines(source)
  }

  /// What the next line comes to; nil after the last.
  ///
  /// - Throws: What the source throws.
  package mutating func next() throws -> RowIntake? {
    switch try lines.next() {
    case nil:
      return nil
    case .refused(let fault)?:
      let finding = Finding(
        file: file,
        line: fault.place.line,
        column: "\(fault.place.column)",
        problem: fault.problem,
        effect: .refused
      )
      return RowIntake(findings: [finding])
    case .object(let object, let line)?:
      var builder = LineBuilder(object: object, line: line, file: file, context: context)
      builder.read()
      return builder.intake
    }
  }
}

/// One line on its way to a draft.
private struct LineBuilder {
  let object: JSONObject
  let line: Int
  let file: String
  let context: IntakeContext
  var intake = RowIntake()
  private var puts: [Put] = []

  init(object: JSONObject, line: Int, file: String, context: IntakeContext) {
    self.object = object
    self.line = line
    self.file = file
    self.context = context
  }

  mutating func read() {
    if let name = object.firstRepeatedName {
      return find("comes twice in the line", in: name, effect: .refused)
    }
    let code = object["interaction"]?.typed?.trimmed ?? ""
    if code.isEmpty {
      find("has to be there", in: "interaction", effect: .refused)
    } else if context.known.contains(code, .interaction) == false {
      find(
        "is no interaction of the program",
        in: "interaction",
        value: code,
        suggestion: context.known.nearest(to: code, .interaction),
        effect: .refused
      )
    }
    for member in object.members {
      read(member, interaction: code)
    }
    if !intake.isRefused {
      let visit = object["visit"]?.typed?.trimmed
      intake.drafts = [Draft(.observation, key: [code], visit: visit, puts: puts, line: line)]
    }
  }

  private mutating func read(_ member: JSONObject.Member, interaction: String) {
    switch (member.name, member.value) {
    case (_, .null), ("visit", _), (_, .text("")):
      break
    case ("not_applicable", .boolean(let isSo)):
      isSo ? put("value", .absent(.notApplicable), typed: nil) : ()
    case ("refused", .boolean(let isSo)):
      isSo ? put("value", .absent(.refused), typed: nil) : ()
    case ("absent_reason", .text(let word)):
      readReason(word)
    case (let name, .array(let items)):
      readList(items, of: name)
    case (let name, let value):
      let path: FieldPath = name == "at" ? "observed_at" : FieldPath(name)
      guard ObservationLines.keys.contains(name), let text = value.typed,
        let field = FieldSchema.specification(of: path, in: .observation)
      else {
        let nearest = NearestName.of(name, among: ObservationLines.keys)
        return find("is no key of an observation", in: name, suggestion: nearest, effect: .refused)
      }
      read(text, as: field, called: name, form: context.forms?[interaction], interaction)
    }
  }

  private mutating func read(
    _ text: String,
    as field: FieldSpecification,
    called name: String,
    form: AnswerForm?,
    _ interaction: String
  ) {
    let reader = FieldReader(now: context.now, zone: context.zone)
    switch reader.reading(of: text, for: field, form: form) {
    case .value(let value):
      put(field.path, value, typed: text)
      if field.type == .answer, context.isOutOfRange(interaction, value) {
        find("lies outside what \(interaction) takes", in: name, value: text, effect: .kept)
      }
    case .unreadable(let unreadable):
      put(field.path, .unreadable(text), typed: text)
      find(
        unreadable.problem,
        in: name,
        value: text,
        suggestion: unreadable.suggestion,
        effect: .keptAsTyped
      )
    }
  }

  private mutating func readReason(_ word: String) {
    switch Typed.word(word, of: AbsentReason.allCases.map(\.rawValue)) {
    case .value(let name):
      if let reason = AbsentReason(rawValue: name) {
        put("value", .absent(reason), typed: word)
      }
    case .unreadable(let unreadable):
      find(
        unreadable.problem,
        in: "absent_reason",
        value: word,
        suggestion: unreadable.suggestion,
        effect: .refused
      )
    }
  }

  private mutating func readList(_ items: [JSONValue], of name: String) {
    let codes = items.compactMap(\.typed)
    guard name == "value" || name == "asked_for", codes.count == items.count else {
      return find("takes no such list", in: name, effect: .refused)
    }
    put(FieldPath(name), .choices(codes), typed: nil)
  }

  private mutating func put(_ path: FieldPath, _ value: FieldValue, typed: String?) {
    let put = Put(path, value)
    if puts.contains(where: { $0.path == path }) {
      find("is said twice in the line", in: path.text, value: typed, effect: .refused)
    }
    if let objection = FieldSchema.objection(to: put, in: .observation) {
      find("cannot be kept. \(objection)", in: path.text, effect: .refused)
    }
    puts.append(put)
  }

  private mutating func find(
    _ problem: String,
    in column: String,
    value: String? = nil,
    suggestion: String? = nil,
    effect: Finding.Effect
  ) {
    intake.findings.append(
      Finding(
        file: file,
        line: line,
        column: column,
        value: value,
        problem: problem,
        suggestion: suggestion,
        effect: effect
      )
    )
  }
}
