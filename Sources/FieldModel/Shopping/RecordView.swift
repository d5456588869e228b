// SPDX-License-Identifier: Apache-2.0

/// A record read as a thing of mystery shopping.
///
/// Reading gives provisional winners where people disagree; the record says which fields those are.
public protocol RecordView: Sendable {
  /// The kind of record that this view reads.
  static var kind: RecordKind { get }

  /// The record that is read.
  var record: Record { get }

  /// Reads a record; the caller has looked at its kind.
  init(_ record: Record)
}

extension RecordView {
  /// The record's name.
  public var id: RecordID { record.header.id }

  /// The short name that people type; empty where there is none.
  public var code: String { text("code") ?? "" }

  /// The name that people read; the code where there is none.
  public var name: String { text("name") ?? code }

  /// The text of a field, also where it could not be read as the field's type.
  public func text(_ path: FieldPath) -> String? {
    switch record.value(of: path) {
    case .text(let text), .unreadable(let text): text
    default: nil
    }
  }

  /// The number of a field.
  public func number(_ path: FieldPath) -> ExactNumber? {
    record.value(of: path)?.number
  }

  /// The moment of a field.
  public func moment(_ path: FieldPath) -> LocalTime? {
    record.value(of: path)?.moment
  }

  /// The day of a field.
  public func day(_ path: FieldPath) -> CalendarDate? {
    if case .day(let day) = record.value(of: path) { day } else { nil }
  }

  /// The free attributes, by name.
  public var attributes: [(name: String, value: FieldValue)] {
    record.fields.compactMap { field in
      guard let name = field.path.attribute, let value = record.value(of: field.path) else {
        return nil
      }
      return (name, value)
    }
  }
}
