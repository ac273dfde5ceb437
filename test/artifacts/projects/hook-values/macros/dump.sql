{# What hooks at the end of a run see, as JSON in their own text: run_results.json keeps it. #}
{% macro text_of(value) %}select '{{ tojson(value) | replace("'", "''") }}' as dumped{% endmacro %}

{% macro dump_graph() %}
  {% if execute %}
    {% set all = {} %}
    {% for kind, section in graph.items() %}
      {% set entries = {} %}
      {% for id, entry in section.items() if not id.startswith('operation.') %}
        {% do entries.update({id: entry}) %}
      {% endfor %}
      {% do all.update({kind: entries}) %}
    {% endfor %}
    {{ text_of(all) }}
  {% endif %}
{% endmacro %}

{% macro or_none(value) %}{{ return(value if value is defined else 'undefined') }}{% endmacro %}

{% macro dump_results(results) %}
  {% if execute %}
    {% set all = {} %}
    {% for result in results %}
      {% set node = result.node %}
      {% set values = {
        'dict': result.to_dict(),
        'keys': result.to_dict().keys() | list,
        'status': result.status | string,
        'is_success': result.status == 'success',
        'message': result.message,
        'failures': result.failures,
        'thread_id': result.thread_id,
        'timing': result.timing | map(attribute='name') | list,
        'moments': result.timing | map(attribute='started_at') | map('string') | map('truncate', 2, true, '', 0) | list,
        'year': result.timing[0].started_at.strftime('%Y') | length if result.timing else none,
        'is_number': result.execution_time is number,
        'adapter_response': result.adapter_response,
        'skipped': result.skipped,
        'batch_results': result.batch_results,
        'nothing': result.nothing is defined,
      } %}
      {% for name in ['unique_id', 'resource_type', 'name', 'alias', 'database', 'schema', 'relation_name', 'compiled',
          'compiled_code', 'build_path', 'compiled_path', 'path', 'original_file_path', 'package_name', 'fqn', 'raw_code',
          'tags', 'meta', 'description', 'language', 'search_name', 'identifier', 'is_relational', 'is_refable',
          'is_ephemeral', 'is_ephemeral_model', 'is_versioned', 'file_id', 'empty', 'patch_path', 'attached_node',
          'extra_ctes_injected', 'depends_on_nodes', 'depends_on_macros', 'test_node_type', 'no_such_field'] %}
        {% do values.update({'node.' ~ name: or_none(node[name])}) %}
      {% endfor %}
      {% if node.resource_type != 'exposure' %}
        {% do values.update({
          'node.to_dict': node.to_dict(),
          'materialized': node.config.materialized,
          'got': node.config.get('materialized'),
          'absent': node.config.no_such_key,
          'defaulted': node.config.get('no_such_key', 4),
          'macros': node.depends_on.macros,
          'checksum': node.checksum.checksum,
          'columns': node.columns.keys() | list,
        }) %}
      {% endif %}
      {% do all.update({node.unique_id: values}) %}
    {% endfor %}
    {{ text_of(all) }}
  {% endif %}
{% endmacro %}

{% macro dump_names(schemas, database_schemas) %}
  {% if execute and schemas is defined %}
    {{ text_of({
      'schemas': schemas,
      'database_schemas': database_schemas | map('list') | list,
      'selected': selected_resources | sort,
      'which': invocation_args_dict.which,
      'vars': or_none(invocation_args_dict.vars),
      'envs': dbt_metadata_envs,
      'target': [target.name, target.schema, target.type, target.threads, target.database],
      'project': project_name,
      'version': dbt_version,
    }) }}
  {% endif %}
{% endmacro %}
