// SPDX-License-Identifier: Apache-2.0

import CommandLine
import Intake
import SyncProtocol

/// One thing that somebody did on a laptop in the field.
struct FieldAction {
  /// What was done.
  enum Deed {
    case attempt(number: Int, isComplete: Bool, reason: String?)
    case start
    case observations([(interaction: String, typed: String)])
    case finish
    case review([(name: String, typed: String)])
  }

  /// What the field work calls the deed.
  let operation: String

  /// When, by the laptop's clock, as it was recorded.
  let at: String

  /// Whether the time was not on the form.
  let isAssumed: Bool

  /// The laptop.
  let device: String

  /// The code of the visit.
  let visit: String

  /// What was done.
  let deed: Deed

  /// The line of the file, from 1.
  let line: Int
}

extension FieldAction {
  /// The longest replay that is read, unpacked.
  private static let bytesMaximum = 1 << 30

  /// Reads a replay: one action a line, as JSON, gzipped.
  static func actions(at path: String) throws -> [FieldAction] {
    let packed = try FieldFolder.bytes(of: path)
    var lines = try JSONLines(
      ByteSource(bytes: try Gzip.decompress(packed, limit: bytesMaximum))
    )
    var actions: [FieldAction] = []
    while let result = try lines.next() {
      switch result {
      case .refused(let fault):
        throw Failure(.badData, "\(path), \(fault). Check the file.")
      case .object(let object, let line):
        guard let action = FieldAction(object, line: line) else {
          throw Failure(.badData, "\(path), line \(line): this is no action. Check the file.")
        }
        actions.append(action)
      }
    }
    return actions
  }

  private init?(_ object: JSONObject, line: Int) {
    guard let operation = object["op"]?.typed, let at = object["at"]?.typed,
      let device = object["device"]?.typed, let visit = object["visit"]?.typed,
      let deed = Deed(operation, object)
    else { return nil }
    self.operation = operation
    self.at = at
    isAssumed = object["assumed"] == .boolean(true)
    self.device = device
    self.visit = visit
    self.deed = deed
    self.line = line
  }
}

extension FieldAction.Deed {
  fileprivate init?(_ operation: String, _ object: JSONObject) {
    switch operation {
    case "attempt":
      guard let number = object["attempt"]?.typed.flatMap({ Int($0) }) else { return nil }
      self = .attempt(
        number: number,
        isComplete: object["complete"] == .boolean(true),
        reason: object["reason"]?.typed
      )
    case "visit.start":
      self = .start
    case "observations":
      guard let set = FieldAction.Deed.set(of: object) else { return nil }
      self = .observations(set.map { (interaction: $0.0, typed: $0.1) })
    case "visit.finish":
      self = .finish
    case "visit.review":
      guard let set = FieldAction.Deed.set(of: object) else { return nil }
      self = .review(set.map { (name: $0.0, typed: $0.1) })
    default:
      return nil
    }
  }

  private static func set(of object: JSONObject) -> [(String, String)]? {
    guard case .object(let set)? = object["set"] else { return nil }
    return set.members.compactMap { member in member.value.typed.map { (member.name, $0) } }
  }
}
