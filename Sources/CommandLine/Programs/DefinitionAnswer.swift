// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// A definition as scripts read it: its fields under their names, as in CSV files.
struct DefinitionAnswer: Encodable {
  let record: Record

  init(_ record: Record) {
    self.record = record
  }

  func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: FieldKey.self)
    try keys.encode(record.header.id.description, forKey: "id")
    try record.encodeFields(into: &keys)
  }
}
