// SPDX-License-Identifier: Apache-2.0

import FieldModel
import HubStore
import Replication
import SyncProtocol

/// What a laptop is to a hub: a token, and a journal of changes to records as it knows them.
struct Laptop: Sendable {
  let session: Session
  let token: String
  private(set) var journal: [[UInt8]] = []
  private(set) var records: [RecordID: Record] = [:]

  init(_ enrolment: Enrolment) {
    self.init(enrolment.session, token: enrolment.token)
  }

  init(_ session: Session, token: String = "") {
    self.session = session
    self.token = token
  }

  /// The same laptop once its owner may do other things.
  init(_ session: Session, continuing laptop: Laptop) {
    self.session = session
    token = laptop.token
    journal = laptop.journal
    records = laptop.records
  }

  var person: PersonID { session.person.id }

  var replica: ReplicaID { session.replica }

  /// The journal's last change's hash.
  var head: ChangeHash { journal.last.map(ChangeCodec.hash) ?? .none }

  /// The rank in which its owner writes.
  var authority: Authority { session.person.role == .coordinator ? .coordinator : .shopper }

  /// Writes one change and returns its bytes.
  @discardableResult
  mutating func write(_ header: RecordHeader, _ puts: Put...) -> [UInt8] {
    write(header, .write(puts))
  }

  /// Makes one edit and returns the change's bytes.
  @discardableResult
  mutating func write(
    _ header: RecordHeader,
    _ edit: Edit,
    author: PersonID? = nil,
    authority: Authority? = nil
  ) -> [UInt8] {
    let writer = Writer(
      person: author ?? person,
      authority: authority ?? self.authority,
      now: LocalTime(milliseconds: 1_000_000)
    )
    let position = JournalPosition(
      dot: Dot(replica, UInt64(journal.count) + 1),
      previous: head
    )
    let known = records[header.id].flatMap { $0.header == header ? $0 : nil }
    var record = known ?? Record(header: header)
    let change = record.change(edit, by: writer, at: position)
    record.apply(change)
    records[header.id] = record
    return append(change)
  }

  /// Writes a change as it is, honest or not.
  @discardableResult
  mutating func append(_ change: Change) -> [UInt8] {
    let bytes = ChangeCodec.bytes(of: change)
    journal.append(bytes)
    return bytes
  }

  /// Takes records as a pull brought them.
  mutating func learn(_ states: [[UInt8]]) throws {
    for state in states {
      let record = try RecordCodec.record(from: state)
      records[record.header.id] = record
    }
  }
}

/// The records of a small program.
enum Study {
  static let program = Program.id(code: "AIR")
  static let otherProgram = Program.id(code: "RAIL")

  /// The program's own record.
  static func program(_ id: RecordID = program) -> RecordHeader {
    RecordHeader(id: id, kind: .program, scope: Scope(program: id))
  }

  static func interaction(_ code: String) -> RecordHeader {
    RecordHeader(
      id: RecordID(.interaction, in: program, named: code),
      kind: .interaction,
      scope: Scope(program: program)
    )
  }

  static func assignment(_ code: String) -> RecordHeader {
    RecordHeader(
      id: RecordID(.assignment, in: program, named: code),
      kind: .assignment,
      scope: Scope(program: program)
    )
  }

  static func visit(
    _ code: String,
    of owner: PersonID,
    in program: RecordID = program
  )
    -> RecordHeader
  {
    RecordHeader(
      id: Visit.id(program: program, shopper: owner, code: code),
      kind: .visit,
      scope: Scope(program: program, owner: owner)
    )
  }

  static func observation(_ interaction: String, in visit: RecordHeader) -> RecordHeader {
    RecordHeader(
      id: Observation.id(visit: visit.id, interaction: interaction),
      kind: .observation,
      scope: visit.scope,
      parent: visit.id
    )
  }

  static func review(of visit: RecordHeader) -> RecordHeader {
    RecordHeader(
      id: Review.id(visit: visit.id),
      kind: .review,
      scope: visit.scope,
      parent: visit.id
    )
  }
}
