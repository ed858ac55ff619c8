"""Pages of the site as people show them: from the lines of a screenshot to what they ask; text only, no pictures."""
