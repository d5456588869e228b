// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// What happened, for people: short names instead of long ones.
enum Story {
  /// The first letters of a name, by which one history's things are told apart.
  static func name(_ id: some Identifier) -> String {
    if let record = id as? RecordID, let place = Cast.programs.firstIndex(of: record) {
      return ["north", "south"][place]
    }
    return String(id.description.suffix(6))
  }

  /// A dot with a short name.
  static func name(_ dot: Dot) -> String {
    "\(name(dot.replica))@\(dot.counter)"
  }

  /// A vector with short names.
  static func name(_ vector: VersionVector) -> String {
    "{" + vector.entries.map { name($0) }.joined(separator: " ") + "}"
  }

  /// A change in one sentence.
  static func sentence(_ change: Change) -> String {
    let puts = change.puts.map { "\($0.path)=\($0.value.display)" }
    let unsets = change.unsets.map { "-\($0)" }
    return "\(name(change.dot)) of \(change.header.kind.rawValue) \(name(change.header.id)): "
      + (puts + unsets).joined(separator: " ") + " on \(name(change.base))"
  }
}
