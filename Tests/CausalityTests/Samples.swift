// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// What the suites write histories with.
enum Samples {
  static let program = RecordID(bits: 1)

  /// A record whose fields nobody else has heard of.
  static let header = RecordHeader(
    id: RecordID(bits: 0x0192_0000_0000_7000_8000_0000_0000_0001),
    kind: .observation,
    scope: Scope(program: program, owner: PersonID(bits: 7))
  )

  /// The replica of a number; its identifier is no small number, so that every byte counts.
  static func replica(_ number: Int) -> ReplicaID {
    ReplicaID(bits: 0x1f2e_3d4c_5b6a_7988_9706_f5e4_d3c2_b1a0 &* (UInt128(number) + 1))
  }

  static func dot(_ replica: Int, _ counter: UInt64) -> Dot {
    Dot(self.replica(replica), counter)
  }

  static func stamp(
    authority: Authority = .shopper,
    depth: UInt32 = 1,
    author: PersonID = PersonID(bits: 7)
  ) -> Stamp {
    Stamp(
      author: author,
      enteredAt: LocalTime(milliseconds: 0),
      authority: authority,
      depth: depth
    )
  }

  static func writer(_ person: UInt128 = 7, _ authority: Authority = .shopper) -> Writer {
    Writer(
      person: PersonID(bits: person),
      authority: authority,
      now: LocalTime(milliseconds: 1_767_225_600_000)
    )
  }

  static func position(_ dot: Dot) -> JournalPosition {
    JournalPosition(dot: dot, previous: .none)
  }
}

extension Record {
  /// The state after a change.
  func applying(_ change: Change) -> Record {
    var result = self
    result.apply(change)
    return result
  }

  /// The state after an edit of this state.
  func edited(_ edit: Edit, as dot: Dot, by writer: Writer = Samples.writer()) -> Record {
    applying(change(edit, by: writer, at: Samples.position(dot)))
  }
}
