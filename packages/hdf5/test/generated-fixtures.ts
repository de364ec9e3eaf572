/** The files of conformance/fixtures/generated, made by conformance/make_generated_fixtures.py. */
export const generatedFixtures = ["earliest", "v108", "v110", "v112", "v114", "v200", "latest"].flatMap((bound) => [
  `${bound}-1`,
  `${bound}-2`,
]);
