// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FoundationEssentials
import SwiftProtobuf

extension PulledPage {
  /// Reads a page as it came.
  ///
  /// - Parameter body: The hub's answer to a pull.
  /// - Throws: ``WireProblem`` where the bytes are no page, or a record, name or card is damaged.
  package init(body: [UInt8]) throws(WireProblem) {
    let (states, rest) = body.withUnsafeBytes { PulledPage.leadingStates($0) }
    var page = try PulledPage(try WirePullResponse(decoding: Array(body[rest...])))
    var read: [PulledState] = []
    read.reserveCapacity(states.count + page.states.count)
    for range in states { read.append(try PulledState(from: body[range])) }
    page.precede(by: read)
    self = page
  }

  /// Where the states stand with which an answer begins, and where the rest of it begins.
  ///
  /// A library's message of them would be a copy of each.
  private static func leadingStates(_ body: UnsafeRawBufferPointer) -> ([Range<Int>], rest: Int) {
    var form = ExactForm(body)
    var states: [Range<Int>] = []
    while let state = form.part(1)?.rest {
      states.append(form.place - state.count..<form.place)
    }
    return (states, form.place)
  }

  /// Reads a page as it came.
  ///
  /// - Parameter response: The hub's answer to a pull.
  /// - Throws: ``WireProblem`` where a record, name or card is damaged.
  package init(_ response: WirePullResponse) throws(WireProblem) {
    var states: [PulledState] = []
    for bytes in response.records {
      states.append(try PulledState(from: Array(bytes)[...]))
    }
    var cards: [ReplicaCard] = []
    for wire in response.cards {
      cards.append(try wire.card())
    }
    var past: [PastChange] = []
    for bytes in response.past.map({ Array($0) }) {
      past.append(PastChange(change: try ChangeCodec.change(from: bytes), bytes: bytes))
    }
    self.init(
      states: states,
      past: past,
      gone: response.gone.compactMap { RecordID(bytes: $0) },
      cards: cards,
      cursor: Array(response.cursor),
      more: response.more,
      restarted: response.restarted,
      provesRestore: response.restart == .timeline
    )
  }
}

extension WireReplicaCard {
  /// The card of a replica as it travels.
  package init(_ card: ReplicaCard) {
    self.init()
    replica = Data(card.replica.bytes)
    person = Data(card.person.id.bytes)
    device = card.device
    name = card.person.name
    role = card.person.role.rawValue
    pseudonym = card.person.pseudonym
  }

  /// Reads a card.
  ///
  /// - Returns: The card.
  /// - Throws: ``WireProblem`` where a name is not 16 bytes or the role is unknown.
  package func card() throws(WireProblem) -> ReplicaCard {
    guard let replica = ReplicaID(bytes: replica), let person = PersonID(bytes: person),
      let role = Role(rawValue: role)
    else { throw WireProblem("A card names no replica, no person or no role.") }
    return ReplicaCard(
      replica: replica,
      device: device,
      person: Person(id: person, name: name, role: role, pseudonym: pseudonym)
    )
  }
}
