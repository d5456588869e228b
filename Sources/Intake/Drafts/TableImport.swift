// SPDX-License-Identifier: Apache-2.0
package import FieldModel

/// What rows are read against: the program's bank and codes, and the place's clock.
package struct IntakeContext: Sendable {
  /// What each interaction asks for, by its code; nil where the program's bank is not known.
  package var forms: [String: AnswerForm]?

  /// The answers that lie outside an interaction's scale in every wave, by the bank; none where it
  /// is not known.
  ///
  /// Which wave a row's visit belongs to is not looked up.
  package var isOutOfRange: @Sendable (_ interaction: String, FieldValue) -> Bool

  /// The codes that rows may refer to.
  package var known: KnownCodes

  /// The moment to count from.
  package var now: LocalTime

  /// The zone of clock times, where the mapping names none.
  package var zone: ZoneRules

  /// A context without a program.
  package init(now: LocalTime, zone: ZoneRules) {
    self.now = now
    self.zone = zone
    known = KnownCodes()
    isOutOfRange = { _, _ in false }
  }

  /// The context of a program's bank.
  package init(bank: [Interaction], known: KnownCodes, now: LocalTime, zone: ZoneRules) {
    self.init(now: now, zone: zone)
    let byCode = Dictionary(bank.map { ($0.code, $0) }) { $1 }
    forms = byCode.mapValues { AnswerForm($0) }
    let bounds = byCode.mapValues(AnswerBounds.inAnyWave(of:))
    isOutOfRange = { code, answer in bounds[code]?.allSatisfy { $0.exclude(answer) } ?? false }
    self.known = known
    self.known.open(.interaction)
    for interaction in bank {
      self.known.insert(interaction.code, .interaction)
    }
  }
}

/// One CSV file on its way in: each row becomes drafts and findings, one row at a time.
///
/// A row that cannot be taken does not stop the others. Where two rows describe one record
/// differently, the second is refused, for it would silently replace the first.
package struct TableImport {
  /// The table that the file holds.
  package let table: IntakeTable

  /// The file as the person named it.
  package let file: String

  private let drafting: RowDrafting
  private let numbersRepeats: Bool
  private var rows: CSVReader

  private let memory: RowMemory

  /// Reads the header of a file and finds its columns.
  ///
  /// - Parameters:
  ///   - table: The table that the file holds.
  ///   - file: The file as the person named it.
  ///   - source: The file's bytes.
  ///   - mapping: What the mapping file says; the empty mapping where there is none.
  ///   - context: What rows are read against.
  ///   - memory: Where is kept what the rows have described; its own where none is given.
  /// - Throws: ``CSVFault`` where a needed column is missing; ``UnknownInteraction``; what the
  ///   source throws.
  package init(
    _ table: IntakeTable,
    file: String,
    source: ByteSource,
    mapping: Mapping = Mapping(),
    context: IntakeContext,
    memory: RowMemory = RowMemory()
  ) throws {
    self.table = table
    self.file = file
    self.memory = memory
    numbersRepeats = mapping[table].numbersRepeats
    rows = try CSVReader(source)
    for code in mapping[table].wide.keys.sorted()
    where context.known.contains(code, .interaction) == false {
      throw UnknownInteraction(
        code: code,
        nearest: context.known.nearest(to: code, .interaction)
      )
    }
    let columns = try ColumnPlan(table, header: rows.header, mapping: mapping[table])
    drafting = RowDrafting(
      table: table,
      file: file,
      plan: columns,
      mapping: mapping[table],
      context: context,
      zone: mapping.zone ?? context.zone
    )
  }

  /// What the next row comes to; nil after the last.
  ///
  /// - Throws: What the source throws.
  package mutating func next() throws -> RowIntake? {
    switch try rows.next() {
    case nil: return nil
    case .refused(let fault)?: return RowIntake(findings: [Finding(fault, file: file)])
    case .row(let row)?: return try unrepeated(drafting.intake(of: row))
    }
  }

  /// Refuses a row that describes a record otherwise than an earlier row has; one that repeats it
  /// says nothing new.
  private func unrepeated(_ intake: RowIntake) throws -> RowIntake {
    var intake = intake
    var drafts: [Draft] = []
    for draft in intake.drafts {
      if numbersRepeats, draft["occurrence"] == nil {
        drafts.append(try numbered(draft))
        continue
      }
      let content = draft.puts.hashValue
      guard let earlier = try memory.note(TableImport.name(of: draft), content) else {
        drafts.append(draft)
        continue
      }
      guard earlier != content else { continue }
      intake.findings.append(
        Finding(
          file: file,
          line: draft.line,
          row: intake.row,
          value: draft.key.joined(separator: " "),
          problem: "is described otherwise by an earlier row",
          effect: .refused
        )
      )
    }
    intake.drafts = intake.isRefused ? [] : drafts
    return intake
  }

  /// The observation as the next of its visit and interaction: those before it are in the memory.
  private func numbered(_ draft: Draft) throws -> Draft {
    var draft = draft
    while try memory.note(TableImport.name(of: draft), 0) != nil {
      let number = Put("occurrence", .number(ExactNumber(draft.occurrence + 1)))
      draft = Draft(
        draft.kind,
        key: draft.key,
        visit: draft.visit,
        puts: draft.puts.filter { $0.path != "occurrence" } + [number],
        line: draft.line
      )
    }
    return draft
  }

  private static func name(of draft: Draft) -> Int {
    hash([draft.visit ?? "", "\(draft.occurrence)"] + draft.key)
  }

  /// A hash of bytes: `String` would take two codings of one letter for one code.
  private static func hash(_ parts: [String]) -> Int {
    var hasher = Hasher()
    for part in parts {
      hasher.combine(Array(part.utf8))
    }
    return hasher.finalize()
  }
}

/// A mapping that names an interaction which the program does not have.
package struct UnknownInteraction: Error, Hashable, Sendable, CustomStringConvertible {
  /// The code that the mapping names.
  package let code: String

  /// The nearest code of the program's bank, if any is near.
  package let nearest: String?

  /// What is wrong and what to do.
  package var description: String {
    let question = nearest.map { " Did you mean “\($0)”?" } ?? ""
    return "The mapping names the interaction “\(code)”, which the program does not have."
      + question + " Correct the mapping, or add the interaction to the program."
  }
}

extension Finding {
  /// A row that could not be read as CSV.
  package init(_ fault: CSVFault, file: String) {
    self.init(
      file: file,
      line: fault.place.line,
      row: fault.row,
      column: fault.column,
      problem: "\(fault.problem) at \(fault.place)",
      advice: fault.hint,
      effect: .refused
    )
  }
}
