"""What the judgements add up to: stance table, rating, audit."""
