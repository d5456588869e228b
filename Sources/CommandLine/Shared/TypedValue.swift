// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import Intake
package import LocalStore

extension StoreReader {
  /// Reads what somebody typed for a field of a record, by the field's type and, for an answer, by
  /// what its interaction asks for.
  ///
  /// An empty text empties the field.
  ///
  /// - Parameters:
  ///   - text: What was typed.
  ///   - path: The field.
  ///   - header: The record.
  ///   - interaction: The code of the interaction, for an observation that does not exist yet.
  ///   - now: The moment to count from.
  /// - Returns: The value.
  /// - Throws: A failure with a suggestion where the text cannot be read: the person is there to
  ///   say it better.
  package func typedValue(
    _ text: String,
    of path: FieldPath,
    in header: RecordHeader,
    interaction: String? = nil,
    now: LocalTime
  ) throws -> FieldValue {
    guard !text.isEmpty else { return .null }
    guard let field = FieldSchema.specification(of: path, in: header.kind) else {
      let known = FieldSchema.fields(of: header.kind).map(\.path.text).joined(separator: ", ")
      throw Failure(
        .badData,
        "A \(header.kind.rawValue) has no field \u{201c}\(path)\u{201d}. It has: \(known)."
      )
    }
    let code = try interaction ?? record(header.id)?.value(of: "interaction")?.text
    let asked = try code.flatMap {
      try find(Interaction.self, code: $0, in: header.scope.program)
    }
    let reader = FieldReader(now: now, zone: .ofThisMachine)
    switch reader.reading(of: text, for: field, form: asked.map(AnswerForm.init)) {
    case .value(let value):
      return value
    case .unreadable(let unreadable):
      let way = unreadable.suggestion.map { " Did you mean \u{201c}\($0)\u{201d}?" } ?? ""
      throw Failure(.badData, "\u{201c}\(text)\u{201d} \(unreadable.problem).\(way)")
    }
  }
}
