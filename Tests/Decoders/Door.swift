// SPDX-License-Identifier: Apache-2.0

import Intake

/// Every way by which bytes from elsewhere come in, with the promise that it keeps.
///
/// A door refuses bytes, or reads them so that what was read, written again, reads the same. It
/// never traps, and takes memory in proportion to what came. The fuzzer and the tests ask the same
/// doors.
package enum Door: String, CaseIterable, Sendable {
  /// A field's value.
  case value
  /// A change, as it lies in journals and travels in pushes.
  case change
  /// A record's state.
  case record
  /// Where a laptop says that it stands.
  case hello
  /// Where the hub says that it stands.
  case helloAnswer = "hello-answer"
  /// A run of a journal.
  case push
  /// What the hub acknowledges.
  case pushAnswer = "push-answer"
  /// What a laptop asks for.
  case pull
  /// A page of records.
  case pullAnswer = "pull-answer"
  /// Records as a store last had them.
  case offer
  /// What the hub says to an offer.
  case offerAnswer = "offer-answer"
  /// Another store's unsent work, with its seal.
  case bundle
  /// A bundle on its way.
  case bundleRequest = "bundle-request"
  /// How far the hub holds a bundle.
  case bundleAnswer = "bundle-answer"
  /// A code on its way to become a token.
  case enrol
  /// A token.
  case enrolAnswer = "enrol-answer"
  /// A wish for a code.
  case invite
  /// A code.
  case inviteAnswer = "invite-answer"
  /// A place in the hub's log, as the hub gave it out.
  case cursor
  /// A compressed body.
  case gzip
  /// A table of cells.
  case cells
  /// A table of visits.
  case visits
  /// A table of observations.
  case observations
  /// Observations as JSON Lines.
  case lines
  /// A mapping file.
  case mapping
  /// A program file.
  case program
  /// A value as a person types it.
  case typed

  /// Brings bytes to the door.
  ///
  /// - Parameter bytes: Any bytes whatsoever.
  /// - Returns: What the door made of them.
  /// - Throws: ``BrokenPromise`` where what was read does not come back the same.
  package func reading(of bytes: [UInt8]) throws(BrokenPromise) -> Reading {
    switch self {
    case .value: try Door.value(bytes)
    case .change: try Door.change(bytes)
    case .record: try Door.record(bytes)
    case .hello: try Door.hello(bytes)
    case .helloAnswer: try Door.helloAnswer(bytes)
    case .push: try Door.push(bytes)
    case .pushAnswer: try Door.pushAnswer(bytes)
    case .pull: try Door.pull(bytes)
    case .pullAnswer: try Door.pullAnswer(bytes)
    case .offer: try Door.offer(bytes)
    case .offerAnswer: try Door.offerAnswer(bytes)
    case .bundle: try Door.bundle(bytes)
    case .bundleRequest: try Door.bundleRequest(bytes)
    case .bundleAnswer: try Door.bundleAnswer(bytes)
    case .enrol: try Door.enrol(bytes)
    case .enrolAnswer: try Door.enrolAnswer(bytes)
    case .invite: try Door.invite(bytes)
    case .inviteAnswer: try Door.inviteAnswer(bytes)
    case .cursor: try Door.cursor(bytes)
    case .gzip: try Door.gzip(bytes)
    case .cells: try Door.cells(bytes)
    case .visits: try Door.table(.visits, bytes)
    case .observations: try Door.table(.observations, bytes)
    case .lines: try Door.lines(bytes)
    case .mapping: try Door.mapping(bytes)
    case .program: try Door.program(bytes)
    case .typed: try Door.typed(bytes)
    }
  }
}

/// What a door made of bytes.
package enum Reading: Equatable, Sendable {
  /// The bytes were turned away; nothing of them was taken.
  case refused

  /// The bytes were read as this, said in one way whatever program reads them.
  case read(String)

  /// The account of what was read, byte for byte; `refused` where nothing was.
  package var account: [UInt8] {
    switch self {
    case .refused: Array("refused".utf8)
    case .read(let account): Array(account.utf8)
    }
  }

  /// Whether two readings are the same, byte for byte.
  package static func == (lhs: Reading, rhs: Reading) -> Bool {
    lhs.account == rhs.account
  }
}

/// A door that let something in which it could not tell again.
package struct BrokenPromise: Error, CustomStringConvertible {
  /// What does not hold, in one sentence.
  package let description: String

  init(_ description: String) {
    self.description = description
  }
}

/// Holds a door to its promise.
func promise(
  _ holds: Bool,
  _ sentence: @autoclosure () -> String
) throws(BrokenPromise) {
  guard holds else { throw BrokenPromise(sentence()) }
}

/// What comes back from bytes that were just written, which nothing may refuse.
func kept<Value, Problem: Error>(
  _ read: () throws(Problem) -> Value
) throws(BrokenPromise) -> Value {
  do {
    return try read()
  } catch {
    throw BrokenPromise("What was taken once is refused when it is written again: \(error)")
  }
}
