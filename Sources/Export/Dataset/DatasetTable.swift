// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// A column together with the way from a row's subject to its cell.
struct DatasetColumn<Subject> {
  let column: Column
  let cell: (Subject) -> Cell

  init(
    _ name: String,
    _ type: ColumnType = .text,
    _ meaning: String,
    unit: String? = nil,
    values: [(word: String, meaning: String)] = [],
    isKey: Bool = false,
    cell: @escaping (Subject) -> Cell
  ) {
    column = Column(name, type, meaning, unit: unit, values: values, isKey: isKey)
    self.cell = cell
  }
}

/// A table whose rows are drawn from subjects: visits, observations, places.
struct DatasetTable<Subject> {
  let schema: TableSchema
  private let cells: [(Subject) -> Cell]

  init(_ name: String, _ meaning: String, _ columns: [DatasetColumn<Subject>]) {
    schema = TableSchema(name: name, meaning: meaning, columns: columns.map(\.column))
    cells = columns.map(\.cell)
  }

  func row(of subject: Subject) -> [Cell] { cells.map { $0(subject) } }
}

/// What a row of a dataset is about: first of all a record.
protocol RecordSubject: SendableMetatype {
  var record: Record { get }
}

extension FieldSchema {
  /// The columns of a kind's fields: every field there is but those that `covered` names.
  ///
  /// A typed field has its column, and at the table's end one with `_raw` for what was typed where
  /// nobody could read it as a value. Fields that join the schema later are exported unasked.
  static func columns<Subject: RecordSubject>(
    of kind: RecordKind,
    except covered: Set<FieldPath>
  ) -> (typed: [DatasetColumn<Subject>], raw: [DatasetColumn<Subject>]) {
    let fields = fields(of: kind).filter { !covered.contains($0.path) }
    return (fields.flatMap(columns(of:)), fields.compactMap(rawColumn(of:)))
  }

  /// The columns of one field.
  static func columns<Subject: RecordSubject>(
    of field: FieldSpecification
  ) -> [DatasetColumn<Subject>] {
    let name = field.path.text
    let meaning = field.meaning + (field.type == .choices ? " Codes with ; between." : "")
    func one(_ type: ColumnType, values: [String] = []) -> [DatasetColumn<Subject>] {
      let words = values.map { (word: $0, meaning: $0) }
      return [
        DatasetColumn(name, type, meaning, values: words) {
          field.type.cell($0.record.value(of: field.path))
        }
      ]
    }
    switch field.type {
    case .text, .code, .choices: return one(.text)
    case .word(let words): return one(.word, values: words)
    case .number: return one(.decimal)
    case .boolean: return one(.boolean)
    case .day: return one(.date)
    case .clock: return one(.text)
    case .answer: return one(.value)
    case .moment:
      return momentColumns(name, field.meaning) { $0.record.value(of: field.path)?.moment }
    }
  }

  /// The column of what was typed into a field and could not be read; nil where any text will do.
  static func rawColumn<Subject: RecordSubject>(
    of field: FieldSpecification
  ) -> DatasetColumn<Subject>? {
    switch field.type {
    case .text, .code, .choices, .word: return nil
    default: break
    }
    let meaning = "What was typed as \(field.path) where it could not be read."
    return DatasetColumn("\(field.path)_raw", .text, meaning) {
      $0.record.value(of: field.path).map(Cell.raw) ?? .empty
    }
  }

  /// A moment three ways: the instant, the clock on the wall there, and the zone.
  static func momentColumns<Subject>(
    _ name: String,
    _ meaning: String,
    moment: @escaping (Subject) -> LocalTime?
  ) -> [DatasetColumn<Subject>] {
    [
      DatasetColumn("\(name)_utc", .instant, meaning) { .text(moment($0)?.utcText) },
      DatasetColumn("\(name)_local", .localTime, "The same by the clock there.") {
        .text(moment($0)?.wallText)
      },
      DatasetColumn("\(name)_tz", .text, "The time zone there, or its distance from UTC.") {
        .text(moment($0).map(zone))
      },
    ]
  }

  /// `Europe/Stockholm`, or `UTC+01:00` where the zone has no name.
  private static func zone(of moment: LocalTime) -> String {
    moment.zone.isEmpty ? "UTC" + moment.description.suffix(6) : moment.zone
  }

  /// The columns of free attributes: `attribute_ward` for a column that was once `ward`.
  ///
  /// Letters become small, and what is neither letter nor digit becomes `_`; names that meet by
  /// that are told apart by a number. The codebook says what each was called.
  static func attributeColumns<Subject: RecordSubject>(
    _ paths: Set<FieldPath>
  ) -> [DatasetColumn<Subject>] {
    var taken: Set<String> = []
    return paths.sorted().map { path in
      let name = path.attribute ?? path.text
      let plain =
        "attribute_" + String(name.lowercased().map { $0.isLetter || $0.isNumber ? $0 : "_" })
      var column = plain
      var number = 1
      while !taken.insert(column).inserted {
        number += 1
        column = "\(plain)_\(number)"
      }
      return DatasetColumn(column, .value, "As given under \u{201c}\(name)\u{201d}.") {
        Cell($0.record.value(of: path))
      }
    }
  }
}

extension FieldType {
  /// The cell of a value in a column of this type; empty where the value is of another type.
  fileprivate func cell(_ value: FieldValue?) -> Cell {
    switch (self, value) {
    case (.text, .unreadable(let text)), (.code, .unreadable(let text)),
      (.choices, .unreadable(let text)), (.word, .unreadable(let text)):
      .text(text)
    default: Cell(value)
    }
  }
}

extension Cell {
  /// The cell of a value.
  ///
  /// Empty for one that is absent, unreadable or of a newer program: columns
  /// beside it say which.
  init(_ value: FieldValue?) {
    self =
      switch value {
      case nil, .null, .absent, .unreadable, .unknown: .empty
      case .number(let number): .number(number)
      case .boolean(let answer): .boolean(answer)
      case .text(let text): .text(text)
      case .choices(let codes): .text(codes.joined(separator: ";"))
      case .moment, .day, .clock, .record, .tombstone: .text(value?.display)
      }
  }

  /// The cell of what was typed and could not be read; empty for every other value.
  static func raw(_ value: FieldValue) -> Cell {
    switch value {
    case .unreadable, .unknown: .text(value.display)
    default: .empty
    }
  }
}
