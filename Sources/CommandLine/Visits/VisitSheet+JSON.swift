// SPDX-License-Identifier: Apache-2.0

import FieldModel

extension VisitSheet: Encodable {
  func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: FieldKey.self)
    try keys.encode(visit.id.description, forKey: "visit")
    try keys.encode(visit.text("code"), forKey: "visit_code")
    try keys.encode(program, forKey: "program")
    try keys.encode(visit.record.header.scope.owner?.description, forKey: "owner")
    try keys.encode(shopper, forKey: "owner_name")
    try keys.encode(visit.record.isDeleted, forKey: "discarded")
    try keys.encode(waiting, forKey: "pending")
    try visit.record.encodeFields(into: &keys, except: ["code"])
    try keys.encode(visit.ticks.map { ["at": $0.at, "label": $0.label] }, forKey: "ticks")
    try keys.encode(lines, forKey: "observations")
    try keys.encode(conflicts.map(\.id), forKey: "conflicts")
    let review = review.flatMap { review in
      review.state.map { ["state": $0.rawValue, "note": review.text("note") ?? ""] }
    }
    try keys.encode(review, forKey: "review")
  }
}

extension ObservationLine: Encodable {
  func encode(to encoder: any Encoder) throws {
    let record = observation.record
    var keys = encoder.container(keyedBy: FieldKey.self)
    try keys.encode(observation.id.description, forKey: "observation")
    try keys.encode(interaction?.text("kind"), forKey: "kind")
    try record.encodeFields(into: &keys, except: ["verdict"])
    try keys.encode(observation.verdict?.description, forKey: "verdict")
    try keys.encode(observation.verdict?.degree, forKey: "verdict_degree")
    let written = record.siblings(of: .existence).all.first?.stamp
    try keys.encode(written?.enteredAt.description, forKey: "entered_at")
    try keys.encode(isOutOfRange, forKey: "out_of_range")
    let reason: String? =
      if case .absent(let reason) = observation.value { reason.rawValue } else { nil }
    try keys.encode(reason, forKey: "absent_reason")
    try keys.encode(record.conflicts.map(\.id), forKey: "conflicts")
  }
}

extension Record {
  /// Writes every field of the record's kind, under its own name; a field without a value is null.
  ///
  /// What could not be read as its type is null there, and stands as typed under `unreadable`.
  /// Free attributes stand under `attributes`; fields about which people disagree are listed under
  /// `provisional`.
  func encodeFields(
    into keys: inout KeyedEncodingContainer<FieldKey>,
    except left: Set<FieldPath> = []
  ) throws {
    var unreadable: [String: String] = [:]
    var attributes: [String: String] = [:]
    for field in FieldSchema.fields(of: header.kind) where !left.contains(field.path) {
      let key = FieldKey(field.path.text)
      switch value(of: field.path) {
      case nil, .absent:
        try keys.encodeNil(forKey: key)
      case .unreadable(let text):
        try keys.encodeNil(forKey: key)
        unreadable[field.path.text] = text
      case .some(let value):
        try keys.encode(PlainValue(value), forKey: key)
      }
    }
    for field in fields {
      guard let name = field.path.attribute, let value = value(of: field.path) else { continue }
      attributes[name] = value.display
    }
    try keys.encode(unreadable, forKey: "unreadable")
    try keys.encode(attributes, forKey: "attributes")
    let provisional = fields.map(\.path).filter { isProvisional($0) && $0 != .tombstone }
    try keys.encode(provisional.map(\.text), forKey: "provisional")
  }
}

extension FieldKey: ExpressibleByStringLiteral {
  init(stringLiteral value: String) {
    self.init(value)
  }
}
