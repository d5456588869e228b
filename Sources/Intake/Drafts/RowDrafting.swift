// SPDX-License-Identifier: Apache-2.0
import FieldModel

/// Turns the rows of one file into drafts.
struct RowDrafting: Sendable {
  let table: IntakeTable
  let file: String
  let plan: ColumnPlan
  let mapping: TableMapping
  let context: IntakeContext
  let reader: FieldReader

  init(
    table: IntakeTable,
    file: String,
    plan: ColumnPlan,
    mapping: TableMapping,
    context: IntakeContext,
    zone: ZoneRules
  ) {
    self.table = table
    self.file = file
    self.plan = plan
    self.mapping = mapping
    self.context = context
    reader = FieldReader(now: context.now, zone: zone, order: mapping.order)
  }

  /// What a row comes to.
  func intake(of row: CSVRow) -> RowIntake {
    var builder = RowBuilder(row: row, drafting: self)
    builder.read()
    return builder.intake
  }
}

/// One row on its way to drafts.
struct RowBuilder {
  let row: CSVRow
  let drafting: RowDrafting
  var intake: RowIntake
  private(set) var puts: [Put] = []

  init(row: CSVRow, drafting: RowDrafting) {
    self.row = row
    self.drafting = drafting
    intake = RowIntake(row: row.row)
  }

  mutating func read() {
    let plan = drafting.plan
    let form = answerForm()
    for source in plan.sources {
      if let field = source.field, let text = text(of: source),
        !isMissing(text, field, among: drafting.mapping.missing)
      {
        read(text, of: source, as: field, form: form)
      }
    }
    checkWhatIsRequired()
    readAbsentReason()
    deriveMoments()
    readAttributes()
    guard !intake.isRefused, let visit = key() else {
      intake.drafts = []
      return
    }
    intake.drafts = plan.wide.isEmpty ? [draft(visit)] : wideDrafts(of: visit)
    refuseWhatTheSchemaRefuses()
  }

  // MARK: Cells

  /// What the row says in one of our columns, in the words of ours; nil where it says nothing.
  func text(of source: ColumnPlan.Source) -> String? {
    text(of: source, in: drafting.mapping.values[source.name])
  }

  private func text(of source: ColumnPlan.Source, in words: [String: String]?) -> String? {
    let typed = source.constant ?? source.cell.map { row[$0] } ?? ""
    let trimmed = typed.trimmed
    guard !trimmed.isEmpty else { return nil }
    return words.flatMap { $0[typed] ?? $0[trimmed] } ?? typed
  }

  func text(ofColumn name: String) -> String? {
    drafting.plan.sources.first { $0.name == name }.flatMap { text(of: $0) }
  }

  /// What the file calls one of our columns.
  func column(of name: String) -> String {
    drafting.plan.sources.first { $0.name == name }?.column ?? name
  }

  private mutating func isMissing(
    _ text: String,
    _ field: FieldSpecification,
    among words: [String: AbsentReason]
  ) -> Bool {
    guard let reason = words[text.trimmed] else { return false }
    if field.type == .answer {
      put(field.path, .absent(reason))
    } else {
      intake.declaredMissing += 1
    }
    return true
  }

  private mutating func read(
    _ text: String,
    of source: ColumnPlan.Source,
    as field: FieldSpecification,
    form: AnswerForm?
  ) {
    switch drafting.reader.reading(of: text, for: field, form: form) {
    case .value(let value):
      put(field.path, value)
      check(value, typed: text, of: source, as: field)
    case .unreadable(let unreadable):
      put(field.path, .unreadable(text))
      let effect: Finding.Effect =
        drafting.table.mustBeReadable(source.name) ? .refused : .keptAsTyped
      find(
        unreadable.problem,
        in: source.column,
        value: text,
        suggestion: unreadable.suggestion,
        effect: effect
      )
    }
  }

  mutating func put(_ path: FieldPath, _ value: FieldValue) {
    puts.removeAll { $0.path == path }
    puts.append(Put(path, value))
  }

  mutating func find(
    _ problem: String,
    in column: String? = nil,
    value: String? = nil,
    suggestion: String? = nil,
    effect: Finding.Effect
  ) {
    intake.findings.append(
      Finding(
        file: drafting.file,
        line: row.line,
        row: row.row,
        column: column,
        value: value,
        problem: problem,
        suggestion: suggestion,
        effect: effect
      )
    )
  }

  // MARK: Drafts

  /// The key of the record, or of the visit where each interaction has a column; nil, with a
  /// finding, where the row does not say it.
  private mutating func key() -> [String]? {
    var key: [String] = []
    for name in drafting.table.keyColumns where drafting.plan.wide.isEmpty || name == "visit_id" {
      let text = text(ofColumn: name)?.trimmed ?? ""
      let isNeeded = drafting.table.required.contains(name)
      guard !text.isEmpty || !isNeeded else {
        find("has to be filled in", in: column(of: name), effect: .refused)
        return nil
      }
      key.append(text)
    }
    if drafting.table == .observations,
      drafting.context.known.contains(key[0], .visit) == false
    {
      find("is no visit here", in: column(of: "visit_id"), value: key[0], effect: .refused)
      return nil
    }
    if drafting.table == .assignments, let code = text(ofColumn: "code")?.trimmed {
      return [code]
    }
    return key
  }

  private func draft(_ key: [String]) -> Draft {
    guard drafting.table == .observations else {
      return Draft(drafting.table.kind, key: key, puts: puts, line: row.line)
    }
    return Draft(
      .observation,
      key: Array(key.dropFirst()),
      visit: key.first,
      puts: puts,
      line: row.line
    )
  }

  private mutating func wideDrafts(of visit: [String]) -> [Draft] {
    let mapping = drafting.mapping
    let shared = puts
    return drafting.plan.wide.compactMap { source in
      let answers = mapping.wide[source.name]
      let missing = answers?.missing ?? mapping.missing
      let text = text(of: source, in: answers?.values ?? mapping.values["value"]) ?? ""
      // A blank is an answer only where the mapping says what it means.
      guard !text.isEmpty || missing[""] != nil,
        let answer = FieldSchema.specification(of: "value", in: .observation)
      else { return nil }
      puts = shared + [Put("interaction", .text(source.name))]
      if !isMissing(text, answer, among: missing) {
        read(text, of: source, as: answer, form: drafting.context.forms?[source.name])
      }
      return Draft(
        .observation,
        key: [source.name],
        visit: visit.first,
        puts: puts,
        line: row.line
      )
    }
  }

  /// A text that is too long, say, would be refused by everybody who is asked to keep it.
  private mutating func refuseWhatTheSchemaRefuses() {
    for draft in intake.drafts {
      for put in draft.puts {
        if let objection = FieldSchema.objection(to: put, in: draft.kind) {
          find("cannot be kept. \(objection)", in: put.path.text, effect: .refused)
        }
      }
    }
    if intake.isRefused {
      intake.drafts = []
    }
  }
}
