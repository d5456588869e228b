// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Intake

extension Door {
  static func mapping(_ bytes: [UInt8]) throws(BrokenPromise) -> Reading {
    let text = String(decoding: bytes, as: UTF8.self)
    guard let mapping = try? Mapping(yaml: text, file: "f.yaml") else { return .refused }
    let tables = IntakeTable.allCases.map { table in
      let columns = mapping[table].columns.map { "\($0.key)=\($0.value)" }.sorted()
      return "\(table.rawValue) \(columns.map(\.debugDescription).joined(separator: " "))"
    }
    return .read(([mapping.zone?.name ?? "-"] + tables).joined(separator: "\n"))
  }

  static func program(_ bytes: [UInt8]) throws(BrokenPromise) -> Reading {
    let text = String(decoding: bytes, as: UTF8.self)
    guard let file = try? ProgramFile(yaml: text, file: "f.yaml") else { return .refused }
    var lines: [String] = []
    for draft in [file.program] + file.definitions {
      lines.append("\(draft.kind.rawValue) \(draft.key.map(\.debugDescription))")
      for put in draft.puts {
        try promise(
          FieldSchema.objection(to: put, in: draft.kind) == nil,
          "What a program file says is not admitted: \(put.path)."
        )
        lines.append("\(put.path.text.debugDescription) \(put.value.account)")
      }
    }
    return .read(lines.joined(separator: "\n"))
  }

  /// Reads a text as every kind of value that people type; what is shown again reads the same.
  static func typed(_ bytes: [UInt8]) throws(BrokenPromise) -> Reading {
    let text = String(decoding: bytes, as: UTF8.self)
    let now = LocalTime(milliseconds: 1_769_954_400_000, offsetSeconds: 3_600)
    let reader = FieldReader(now: now, zone: stockholm)
    var lines: [String] = []
    for field in Door.fields {
      if let value = reader.reading(of: text, for: field).value {
        lines.append("\(field.path) \(value.account)")
      }
    }
    for kind in AnswerKind.allCases {
      guard let value = Typed.answer(text, to: AnswerForm(kind)).value else { continue }
      let again = Typed.answer(value.display, to: AnswerForm(kind)).value
      try promise(
        again == value || kind == .choices,
        "A typed \(kind.rawValue) that is shown as \(value.display) does not read the same."
      )
      lines.append("\(kind.rawValue) \(value.account)")
    }
    return lines.isEmpty ? .refused : .read(lines.joined(separator: "\n"))
  }

  private static let stockholm = ZoneRules(named: "Europe/Stockholm") ?? .utc

  /// A field of every type that there is.
  private static let fields: [FieldSpecification] = {
    let kinds = RecordKind.definitions + [.visit, .attempt, .observation, .evidence, .review]
    var fields: [FieldSpecification] = []
    for field in kinds.flatMap({ FieldSchema.fields(of: $0) })
    where !fields.contains(where: { $0.type == field.type }) || field.path == "seconds" {
      fields.append(field)
    }
    return fields
  }()
}
