//! A JSON document: an array of records with texts, numbers, words, nested arrays and objects, in lines with indentation.

use super::TEXT;
use super::random::Random;

pub(crate) fn text() -> &'static str {
    let mut random = Random::new();
    let mut text = "[".to_owned();
    while text.len() < TEXT {
        text += &record(&mut random);
        text.push(',');
    }
    text += "\n  null\n]\n";
    text.leak()
}

fn record(random: &mut Random) -> String {
    let (name, note) = (random.word(16), random.word(40));
    let (id, share) = (random.below(255), random.below(100));
    let active = random.below(2) == 0;
    let tags: Vec<String> = (0..random.below(5)).map(|_| format!("\"{}\"", random.word(8))).collect();
    let tags = tags.join(", ");
    format!(
        "\n  {{\n    \"id\": {id},\n    \"name\": \"{name}\",\n    \"note\": \"\\\"{note}\\\"\\n\",\n    \"share\": -0.{share}e2,\n    \
         \"active\": {active},\n    \"tags\": [{tags}],\n    \"place\": {{\"x\": {share}.5, \"y\": {id}, \"z\": null}}\n  }}"
    )
}
