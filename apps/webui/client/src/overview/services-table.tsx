import type { ServiceHealth } from '../../../src/page/contract';
import { ForeignText } from '../elements/foreign-text';
import { Empty } from '../elements/loaded';

export function ServicesTable({ services }: { services: ServiceHealth[] }) {
  if (services.length === 0) return <Empty>The server was not told where the services are.</Empty>;
  return (
    <table className="services">
      <caption className="hidden">Health of each service</caption>
      <thead className="hidden">
        <tr>
          <th scope="col">Service</th>
          <th scope="col">Health</th>
        </tr>
      </thead>
      <tbody>
        {services.map(({ name, ready, problems }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td className={ready ? 'ready' : 'not-ready'}>
              <span aria-hidden="true">{ready ? '● ' : '✕ '}</span>
              {ready ? 'Ready' : 'Not ready'}
              {problems.length > 0 && (
                <ul>
                  {problems.map((problem) => (
                    <li key={problem}>
                      <ForeignText text={problem} />
                    </li>
                  ))}
                </ul>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
