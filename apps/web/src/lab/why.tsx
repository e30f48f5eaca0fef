/** Why the pattern is there, in a few sentences. */
export const Why = ({ paragraphs }: { paragraphs: readonly string[] }) => (
  <div className="prose">
    {paragraphs.map((text) => (
      <p key={text}>{text}</p>
    ))}
  </div>
)
