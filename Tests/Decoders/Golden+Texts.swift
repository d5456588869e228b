// SPDX-License-Identifier: Apache-2.0

extension GoldenVector {
  /// What people bring.
  static var texts: [GoldenVector] {
    tables + documents
      + typed.enumerated().map { GoldenVector(.typed, "typed-\($0.offset + 10)", $0.element) }
  }

  private static let tables = [
    GoldenVector(.cells, "quoted", "a,b\r\n\"1,2\",\"say \"\"hi\"\"\"\r\n\"\",\r\n"),
    GoldenVector(.cells, "semicolons", "\u{FEFF}a;b;c\n1;2;3\n\n4;5\n"),
    GoldenVector(.cells, "one-column", "a\r\r\"x\"\r"),
    GoldenVector(.cells, "faults", "a,b\nx\"y,1\n\"x\"y,2\n\u{0},3\n\"never ends"),
    GoldenVector(
      .visits,
      "visits",
      """
      visit_id,location,wave,started_at,finished_at,Gate
      ARN-1,ARN,spring,2026-02-01 14:05,2026-02-01T15:10+01:00,B 17
      ARN-2,ARN,,yesterday 09:00,10 min ago,=1+1
      ARN-2,OSL,,,31/02/2026,"two
      lines"
      """
    ),
    GoldenVector(
      .observations,
      "observations",
      """
      visit_id,interaction,value,absent_reason,verdict,seconds,note
      ARN-1,rating,4,,misery,1:30,Two of six desks were open
      ARN-1,yesno,yes,,magic,2 min 5 s,
      ARN-1,minutes,"12,5",,,,
      ARN-1,count,1 000,,0,90,
      ARN-1,share,85 %,,,,
      ARN-1,amount,"€ 12,50",,,,
      ARN-1,choices,a b c,,,,
      ARN-1,date,2026-02-01,,,,
      ARN-1,time,2.05 pm,,,,
      ARN-1,text,,refused,,,
      """
    ),
    GoldenVector(
      .lines,
      "observations",
      #"""
      {"interaction":"rating","value":4,"verdict":"misery","seconds":190,"at":"14:05"}
      {"interaction":"text","value":"\u00e9 \ud83d\ude00 \u0000 \"","note":"a\tb"}
      {"interaction":"choices","value":["a","b"],"not_applicable":false}
      {"interaction":"yesno","absent_reason":"refused","value":null}

      {"interaction":"rating","interaction":"count","value":-1.50e3}
      [1,2,{"a":[true,false,null]}]
      {"value":"\ud83d"}
      """#
    ),
  ]

  private static let documents = [
    GoldenVector(
      .mapping,
      "mapping",
      """
      zone: Europe/Oslo
      dates: d/m/y
      missing: {n/a: not_applicable, "-": left_blank}
      visits:
        columns: {visit_id: Ref, location: Shop}
        constants: {wave: spring}
        attributes: [Gate, Terminal]
        checks: {Gate: [A, B], Terminal: count}
        period: {from: 2026-02-01, to: 2026-03-31}
      observations:
        wide: {desk: Q1, queue: Q2}
        values: {value: {"Yes, at once": yes}}
        missing: [none, "?"]
      """
    ),
    GoldenVector(
      .program,
      "program",
      """
      program: {code: skyline-2026, name: Skyline, outcome: overall}
      waves: [{code: spring, from: 2026-02-01, to: 2026-03-31}]
      locations:
        - {code: ARN, name: Stockholm Arlanda, attributes: {Gates: "12"}}
        - {code: OSL}
      interactions:
        - code: overall
          kind: rating
          min: 1
          max: 5
        - {code: bag, kind: yesno, name: "Was the bag there?"}
        - {code: food, kind: choices, choices: [meat, fish, none]}
      targets: [{interaction: overall, measure: mean, wave: spring}]
      assignments: [{shopper: Ada, location: ARN, wave: spring, due: 2026-03-01}]
      """
    ),
    GoldenVector(.mapping, "endless", endless),
    GoldenVector(.program, "endless", endless),
    GoldenVector(
      .program,
      "anchors",
      """
      program: &p {code: a, name: &n [x, y]}
      waves: [*p, &w {code: b, from: 2026-02-02, to: 2026-02-01}, *w]
      brands: &b [*b]
      """
    ),
  ]

  /// A few lines that stand for more than any memory holds, as the key of a mapping.
  private static let endless =
    "b0: &b0 a\n" + (1..<40).map { "b\($0): &b\($0) [*b\($0 - 1), *b\($0 - 1)]\n" }.joined()
    + "? *b39\n: a\n"

  private static let typed = [
    "4", "-12.345", "1 000,5", "1,000", "1e3", "1.5E-4", "85 %", "EUR 3", "12,50 kr", "yes", "Ja",
    "magic", "1:30", "1:02:03", "2 min 5 s", "1 h 5 min", "14:05", "2.05 pm", "2026-02-01",
    "1/2/2026", "2026-02-01T14:05:30.250+01:00", "yesterday 14:05", "10 min ago", "-3 d", "now",
    "2026-03-29 02:30", "2026-10-25 02:30", "a b c", "in person", "\u{2212}7", "999999999999999999",
    "0.000000000000000001", "۱۲", " \u{A0} ", Field.nasty, "1e-9223372036854775808", "1e37",
  ]
}
